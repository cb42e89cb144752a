import groovy.json.JsonSlurper
import sun.misc.Signal
import sun.misc.SignalHandler

/*
 * Runs a declarative Jenkinsfile without a Jenkins: java -cp groovy-all.jar:<this folder> groovy.ui.GroovyMain RunJenkinsfile.groovy REQUEST.json
 *
 * REQUEST.json: { jenkinsfile, workspace, environment, parameters, credentials: { id: { text } or { user, password } }, answer, summary }
 * answer: what a person says to `input`: approve, reject, or nothing at all (null). SIGINT to this process aborts the build.
 * The file `summary` gets the result as JSON. Exit code 0 for SUCCESS and UNSTABLE, else 1.
 *
 * What differs from Jenkins: no sandbox, one agent with one workspace, the steps of Steps.groovy only.
 */
class Build {
  final Steps steps
  final PipelineBlock pipeline

  Build(Steps steps, PipelineBlock pipeline) {
    this.steps = steps
    this.pipeline = pipeline
  }

  void run() {
    steps.params.putAll(pipeline.parameterValues.defaults + steps.request.parameters)
    steps.globals.putAll(steps.request.environment)
    steps.params.each { name, value -> steps.globals[name] = value as String }
    runSection(pipeline, 'Pipeline') { runStages(pipeline.inner) }
    steps.log("Finished: ${steps.currentBuild.result}")
  }

  private void runStages(StagesBlock stages) {
    stages.list.each { runStage(it) }
  }

  private void runStage(StageBlock stage) {
    if (steps.currentBuild.result in ['FAILURE', 'ABORTED']) {
      steps.log("Stage \"${stage.name}\" skipped due to earlier failure(s)")
      return
    }
    if (!stage.condition.expressions.every { perform(it) }) {
      steps.log("Stage \"${stage.name}\" skipped due to when conditional")
      return
    }
    steps.log("[Pipeline] { (${stage.name})")
    runSection(stage, stage.name) { stage.inner == null ? perform(stage.stepsBody) : runStages(stage.inner) }
  }

  /** The work with the section's environment and time limit, then what `post` says for the result, without the limit. */
  private void runSection(Section section, String name, Closure work) {
    def failed = attempt { steps.scoped(environmentOf(section)) { steps.within(section.sectionOptions.limitMs, work) } }
    section.sectionPost.after(failed ?: steps.currentBuild.result).each { body ->
      steps.log("Post stage of ${name}")
      attempt { steps.scoped(environmentOf(section)) { perform(body) } }
    }
  }

  /** Does the work; what it throws becomes the build's result. Returns that result, or null if all went well. */
  private String attempt(Closure work) {
    try {
      work()
      return null
    } catch (Aborted stopped) {
      // What follows, such as the steps of `post`, is not stopped by the same signal.
      steps.abortAsked = false
      steps.log(stopped.message)
      steps.worsen('ABORTED')
      return 'ABORTED'
    } catch (StepFailed failed) {
      steps.log("ERROR: ${failed.message}")
      steps.worsen('FAILURE')
      return 'FAILURE'
    }
  }

  private Map<String, String> environmentOf(Section section) {
    if (section.environmentBody == null) return [:]
    def block = new EnvironmentBlock(steps)
    perform(section.environmentBody, block)
    block.values.collectEntries { name, value -> value instanceof Credential ? steps.bind(name, value) : [(name): value as String] }
  }

  private perform(Closure body, Object delegate = steps) {
    def copy = (Closure) body.clone()
    copy.delegate = delegate
    copy.resolveStrategy = Closure.DELEGATE_FIRST
    copy()
  }
}

/** `environment { X = 'value' }`: assignments are kept, other names are looked up as in a step. */
class EnvironmentBlock {
  private final Steps steps
  final Map<String, Object> values = [:]

  EnvironmentBlock(Steps steps) { this.steps = steps }

  Credential credentials(String id) { new Credential(id: id) }

  void setProperty(String name, value) { values[name] = value }

  def propertyMissing(String name) { values.containsKey(name) ? values[name] : steps.getProperty(name) }
}

def request = (Map) new JsonSlurper().parse(new File(args[0]), 'UTF-8')
def steps = new Steps(request)
def pipeline = new PipelineBlock()
def script = new GroovyShell(new Binding()).parse(new File((String) request.jenkinsfile))
script.metaClass.pipeline = { Closure body -> pipeline.read(body) }
// Methods that a Jenkinsfile defines beside its pipeline know the steps as well.
script.metaClass.methodMissing = { String name, arguments -> steps.invokeMethod(name, arguments) }
script.metaClass.propertyMissing = { String name -> steps.getProperty(name) }
steps.jenkinsfile = script
script.run()

Signal.handle(new Signal('INT'), { steps.abortAsked = true } as SignalHandler)
new Build(steps, pipeline).run()
new File((String) request.summary).setText(steps.summary(), 'UTF-8')
System.exit(steps.currentBuild.result in ['SUCCESS', 'UNSTABLE'] ? 0 : 1)
