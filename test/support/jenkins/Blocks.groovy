/**
 * The blocks of a declarative Jenkinsfile, as far as our examples use them. A block is a closure that runs with one of these
 * objects as its delegate, which keeps what it is told. Each knows its own directives only, so a misspelt or misplaced one
 * fails with the name of the block.
 */
abstract class Block {
  /** The words of `agent any` and `agent none`. */
  final String any = 'any'
  final String none = 'none'

  /** Runs the closure of a block with this object as its delegate. */
  def read(Closure body) {
    def copy = (Closure) body.clone()
    copy.delegate = this
    copy.resolveStrategy = Closure.DELEGATE_FIRST
    copy()
    this
  }

  def methodMissing(String name, args) {
    throw new IllegalArgumentException("`${name}` is not known in ${getClass().simpleName}")
  }

  def propertyMissing(String name) {
    throw new IllegalArgumentException("`${name}` is not known in ${getClass().simpleName}")
  }
}

/** What pipelines and stages have in common. */
abstract class Section extends Block {
  String where
  /** Kept as it is: its values may refer to parameters, which are known when the section runs. */
  Closure environmentBody
  OptionsBlock sectionOptions = new OptionsBlock()
  PostBlock sectionPost = new PostBlock()
  StagesBlock inner

  void agent(String place) { where = place }

  void environment(Closure body) { environmentBody = body }

  void options(Closure body) { sectionOptions.read(body) }

  void post(Closure body) { sectionPost.read(body) }

  void stages(Closure body) { inner = new StagesBlock().read(body) }
}

class PipelineBlock extends Section {
  ParametersBlock parameterValues = new ParametersBlock()

  void parameters(Closure body) { parameterValues.read(body) }
}

class StagesBlock extends Block {
  final List<StageBlock> list = []

  void stage(String name, Closure body) { list << new StageBlock(name).read(body) }
}

class StageBlock extends Section {
  final String name
  Closure stepsBody
  WhenBlock condition = new WhenBlock()

  StageBlock(String name) { this.name = name }

  void steps(Closure body) { stepsBody = body }

  void when(Closure body) { condition.read(body) }
}

class WhenBlock extends Block {
  final List<Closure> expressions = []

  void expression(Closure body) { expressions << body }

  void beforeAgent(boolean first) {}
}

class OptionsBlock extends Block {
  Long limitMs

  void timeout(Map limit) { limitMs = Limit.toMs(limit) }

  void disableConcurrentBuilds() {}
}

/** Default values; those that a build is started with replace them. */
class ParametersBlock extends Block {
  final Map<String, Object> defaults = [:]

  void string(Map about) { defaults[(String) about.name] = about.defaultValue ?: '' }

  void booleanParam(Map about) { defaults[(String) about.name] = about.defaultValue as boolean }

  void choice(Map about) { defaults[(String) about.name] = about.choices[0] }
}

class PostBlock extends Block {
  /** Jenkins runs them in this order. */
  static final List<String> ORDER = ['always', 'aborted', 'failure', 'success', 'unstable', 'unsuccessful', 'cleanup']

  final Map<String, Closure> bodies = [:]

  def methodMissing(String name, args) {
    if (!(name in ORDER)) throw new IllegalArgumentException("`${name}` is no condition of post")
    bodies[name] = args[0]
  }

  /** The bodies to run after a result, in order. */
  List<Closure> after(String result) {
    def holds = [
      always: true, cleanup: true, aborted: result == 'ABORTED', failure: result == 'FAILURE', success: result == 'SUCCESS',
      unstable: result == 'UNSTABLE', unsuccessful: result != 'SUCCESS'
    ]
    ORDER.findAll { holds[it] && bodies[it] != null }.collect { bodies[it] }
  }
}

class Limit {
  static final Map<String, Long> UNITS = [SECONDS: 1000L, MINUTES: 60_000L, HOURS: 3_600_000L]

  static long toMs(Map limit) { (limit.time as long) * UNITS[(String) (limit.unit ?: 'MINUTES')] }
}
