import groovy.io.FileType
import groovy.json.JsonOutput
import java.nio.file.FileSystems

/** A step failed: the build's result becomes FAILURE. */
class StepFailed extends RuntimeException {
  StepFailed(String message) { super(message) }
}

/** Somebody aborted the build, or its time is up. */
class Aborted extends RuntimeException {
  Aborted(String message) { super(message) }
}

/** A value of `environment { X = credentials('id') }`, which becomes one to three variables. */
class Credential {
  String id
}

/** `currentBuild` of scripts. */
class CurrentBuild {
  String result = 'SUCCESS'
  String description
}

/** `env` of scripts: reads see what withEnv and withCredentials have set; writes hold for the rest of the build. */
class Env {
  final Steps steps

  Env(Steps steps) { this.steps = steps }

  def get(String name) { steps.variable(name) }

  void set(String name, value) { steps.globals[name] = value as String }

  def propertyMissing(String name) { get(name) }

  void propertyMissing(String name, value) { set(name, value) }
}

/** The steps that our examples use, and what a build has while it runs. `sh` really runs a shell, as Jenkins does. */
class Steps {
  /** What the build was started with; see RunJenkinsfile.groovy. */
  final Map request
  final File workspace
  final Map params = [:]
  final CurrentBuild currentBuild = new CurrentBuild()
  final Env env = new Env(this)

  final Map<String, String> globals = [:]
  final List<Map<String, String>> scopes = []
  final List<String> secrets = []
  final List<Long> deadlines = []
  volatile boolean abortAsked = false

  /** What the build leaves behind, for the one who started it. */
  final List<String> junitFiles = []
  final Map<String, Integer> tests = [total: 0, failed: 0, skipped: 0]
  final Set<String> archived = [] as TreeSet
  final List<String> questions = []

  Steps(Map request) {
    this.request = request
    workspace = new File((String) request.workspace)
  }

  // Groovy looks for a name that is no variable here: scripts may read environment variables without `env.`.
  def propertyMissing(String name) {
    if (params.containsKey(name)) return params[name]
    def value = variable(name)
    if (value == null) throw new StepFailed("No such property: ${name}")
    value
  }

  /** What the Jenkinsfile defines beside its pipeline can be called like a step. */
  Script jenkinsfile

  def methodMissing(String name, arguments) {
    if (jenkinsfile?.metaClass?.respondsTo(jenkinsfile, name, arguments)) return jenkinsfile.metaClass.invokeMethod(jenkinsfile, name, arguments)
    throw new StepFailed("No such step: ${name}")
  }

  String variable(String name) {
    scopes.reverse().findResult { it[name] } ?: globals[name]
  }

  Map<String, String> variables() {
    def all = new LinkedHashMap<String, String>(globals)
    scopes.each { all.putAll(it) }
    all
  }

  // --- the log

  void log(text) {
    def line = text.toString()
    secrets.each { line = line.replace(it, '****') }
    println line
    System.out.flush()
  }

  void echo(text) { log(text) }

  // --- flow

  /** There is one agent with one workspace, which is checked out already. */
  final String scm = 'scm'

  def node(Closure body) { body() }

  void checkout(from) {}

  def script(Closure body) { body() }

  def error(text) { throw new StepFailed(text.toString()) }

  def unstable(text) {
    log("WARNING: ${text}")
    worsen('UNSTABLE')
  }

  def timeout(Map limit, Closure body) { within(Limit.toMs(limit), body) }

  def within(Long limitMs, Closure body) {
    if (limitMs == null) return body()
    deadlines << (System.currentTimeMillis() + limitMs)
    try {
      return body()
    } finally {
      deadlines.pop()
    }
  }

  void checkTime() {
    if (abortAsked) throw new Aborted('Aborted by somebody')
    if (deadlines.any { it < System.currentTimeMillis() }) throw new Aborted('Timeout has been exceeded')
  }

  void worsen(String result) {
    def order = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED']
    if (order.indexOf(result) > order.indexOf(currentBuild.result)) currentBuild.result = result
  }

  def input(Map about) {
    questions << about.message
    log(about.message)
    if (request.answer == 'approve') return log('Approved by tester')
    if (request.answer == 'reject') throw new Aborted('Rejected by tester')
    while (true) {
      checkTime()
      sleep(50)
    }
  }

  // --- variables and credentials

  def withEnv(List<String> pairs, Closure body) {
    scoped(pairs.collectEntries { [(it.substring(0, it.indexOf('='))): it.substring(it.indexOf('=') + 1)] }, body)
  }

  Map usernamePassword(Map binding) { binding }

  Map string(Map binding) { binding }

  def withCredentials(List<Map> bindings, Closure body) {
    def values = [:]
    bindings.each { binding ->
      def secret = credential(binding.credentialsId)
      if (binding.variable != null) values[binding.variable] = secret.text
      if (binding.usernameVariable != null) values[binding.usernameVariable] = secret.user
      if (binding.passwordVariable != null) values[binding.passwordVariable] = secret.password
    }
    scoped(values, body)
  }

  /** Binds what `credentials('id')` stands for. */
  Map<String, String> bind(String name, Credential use) {
    def secret = credential(use.id)
    if (secret.text != null) return [(name): secret.text]
    [(name): "${secret.user}:${secret.password}".toString(), ("${name}_USR".toString()): secret.user, ("${name}_PSW".toString()): secret.password]
  }

  private Map credential(id) {
    def secret = request.credentials[id]
    if (secret == null) throw new StepFailed("Could not find credentials entry with ID '${id}'")
    secrets.addAll([secret.text, secret.password].findAll { it })
    secret
  }

  def scoped(Map values, Closure body) {
    scopes << values
    try {
      return body()
    } finally {
      scopes.pop()
    }
  }

  // --- shell

  def sh(String script) { sh(script: script) }

  def sh(Map about) {
    checkTime()
    def kept = new StringBuilder()
    def onLine = about.returnStdout ? { kept << it << '\n' } : { log(it) }
    def code = new ShellRun((String) about.script, workspace, variables(), onLine).join { checkTime() }
    if (about.returnStatus) return code
    if (code != 0) throw new StepFailed("script returned exit code ${code}")
    if (about.returnStdout) return kept.toString()
  }

  // --- files

  List<String> match(String patterns) {
    def matchers = patterns.split(',').collect { FileSystems.default.getPathMatcher("glob:${it.trim()}") }
    def found = []
    workspace.eachFileRecurse(FileType.FILES) { file ->
      def path = workspace.toPath().relativize(file.toPath())
      if (matchers.any { it.matches(path) }) found << path.toString()
    }
    found.sort()
  }

  def readProperties(Map about) {
    def properties = new Properties()
    new File(workspace, (String) about.file).withInputStream { properties.load(it) }
    properties
  }

  def archiveArtifacts(Map about) {
    def files = match((String) about.artifacts)
    if (files.empty && !about.allowEmptyArchive) throw new StepFailed('No artifacts found that match the file pattern')
    archived.addAll(files)
    log("Archiving artifacts: ${files.size()}")
  }

  def junit(String pattern) { junit(testResults: pattern) }

  /** As the JUnit plugin: no file, or no case in them, is a failure; a failed case makes the build unstable. */
  def junit(Map about) {
    def files = match((String) about.testResults)
    if (files.empty && about.allowEmptyResults) return
    if (files.empty) throw new StepFailed('No test report files were found. Configuration error?')
    def cases = files.collectMany { path ->
      new XmlSlurper().parse(new File(workspace, path)).depthFirst().findAll { it.name() == 'testcase' }
    }
    if (cases.empty) throw new StepFailed('None of the test reports contained any result')
    def failed = cases.count { !it.failure.isEmpty() || !it.error.isEmpty() }
    tests.total += cases.size()
    tests.failed += failed
    tests.skipped += cases.count { !it.skipped.isEmpty() }
    junitFiles.addAll(files)
    log("Recording test results: ${cases.size()}, ${failed} failed")
    if (failed > 0) worsen('UNSTABLE')
  }

  String summary() {
    JsonOutput.toJson([
      result: currentBuild.result, description: currentBuild.description, tests: tests, questions: questions,
      junit: junitFiles, archived: archived
    ])
  }
}
