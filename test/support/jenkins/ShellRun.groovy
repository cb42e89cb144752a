/**
 * One `sh` step: `/bin/sh -xe`, its output line by line, and an end of all its processes when the build is aborted. The output goes
 * through a file, as it does in Jenkins: what a program writes after its shell has died is not lost.
 */
class ShellRun {
  /** What Jenkins leaves a process between SIGTERM and SIGKILL. */
  static final long GRACE_MS = 10_000

  private final Process process
  private final File output
  private final Closure onLine
  private long shown = 0

  ShellRun(String script, File workspace, Map<String, String> variables, Closure onLine) {
    this.onLine = onLine
    output = File.createTempFile('jenkins-log', '.txt')
    def builder = new ProcessBuilder('/bin/sh', '-xe', '-c', script).directory(workspace)
    builder.redirectErrorStream(true).redirectOutput(output)
    builder.environment().clear()
    builder.environment().putAll(variables)
    process = builder.start()
    process.outputStream.close()
  }

  /**
   * Waits for the end.
   * @param check called all the time; what it throws ends the processes and is thrown on
   * @return the exit code
   */
  int join(Closure check) {
    try {
      while (process.alive) {
        check()
        sleep(50)
        show(false)
      }
      process.exitValue()
    } catch (RuntimeException stop) {
      end()
      throw stop
    } finally {
      show(true)
      output.delete()
    }
  }

  /** As Jenkins: it finds the processes by a variable in their environment, and those lowest in the tree get the signal first. */
  private void end() {
    def all = (process.descendants().iterator().toList().reverse()) + [process.toHandle()]
    all.each { it.destroy() }
    def deadline = System.currentTimeMillis() + GRACE_MS
    while (all.any { it.alive } && System.currentTimeMillis() < deadline) sleep(50)
    all.findAll { it.alive }.each { it.destroyForcibly() }
  }

  /** Hands on the lines that are new; what has no line end yet waits for it, or for the end. */
  private void show(boolean all) {
    if (output.length() <= shown) return
    def text = output.withInputStream { stream ->
      stream.skip(shown)
      // One character a byte, so that lengths in characters are lengths in the file.
      stream.getText('ISO-8859-1')
    }
    def end = all ? text.length() : text.lastIndexOf('\n') + 1
    new String(text.substring(0, end).getBytes('ISO-8859-1'), 'UTF-8').readLines().each { onLine(it) }
    shown += end
  }
}
