import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import tools.jackson.databind.ObjectMapper;

/**
 * Runs the released Flyway engine for the conformance tests. It lives long: each line of standard input is one run,
 * {"command": "migrate", "config": {"flyway.url": …}}, and is answered by one line of JSON on standard output. What
 * matters for a comparison is picked from Flyway's results here, so that the other side need not know its classes.
 */
public class FlywayRunner {
    private static final List<String> LOG = Collections.synchronizedList(new ArrayList<>());

    /** Keeps warnings and errors for the answer, and everything off standard output. */
    public static class Capture implements LogCreator, Log {
        public Log createLogger(Class<?> owner) { return this; }
        public boolean isDebugEnabled() { return false; }
        public void debug(String message) { }
        public void info(String message) { }
        public void notice(String message) { }
        public void warn(String message) { LOG.add("WARN " + message); }
        public void error(String message) { LOG.add("ERROR " + message); }
        public void error(String message, Exception cause) { LOG.add("ERROR " + message); }
    }

    /** `states`: the list of info is wanted as well, also after a command that failed. */
    public record Request(String command, Map<String, String> config, boolean states) { }

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        ObjectMapper json = new ObjectMapper();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            LOG.clear();
            Request request = json.readValue(line, Request.class);
            Map<String, Object> answer = new LinkedHashMap<>();
            try {
                run(request, answer);
            } catch (Throwable thrown) {
                answer.put("error", describe(thrown));
            }
            answer.put("log", new ArrayList<>(LOG));
            if (request.states()) statesAfter(request, answer);
            out.println(json.writeValueAsString(answer));
        }
    }

    private static void run(Request request, Map<String, Object> answer) {
        Map<String, String> config = new LinkedHashMap<>(request.config());
        config.put("flyway.loggers", Capture.class.getName());
        Flyway flyway = Flyway.configure().configuration(config).load();
        switch (request.command()) {
            case "migrate" -> flyway.migrate();
            case "repair" -> flyway.repair();
            case "baseline" -> flyway.baseline();
            case "validate" -> findings(flyway.validateWithResult(), answer);
            case "info" -> states(flyway.info(), answer);
            default -> throw new IllegalArgumentException("unknown command " + request.command());
        }
    }

    /** A look without callbacks, since it is none of the case's runs. */
    private static void statesAfter(Request request, Map<String, Object> answer) {
        Map<String, String> config = new LinkedHashMap<>(request.config());
        config.put("flyway.loggers", Capture.class.getName());
        config.put("flyway.skipDefaultCallbacks", "true");
        try {
            states(Flyway.configure().configuration(config).load().info(), answer);
        } catch (RuntimeException unreadable) {
            // What the command could not read either: there are no states to compare.
        }
    }

    private static void findings(ValidateResult result, Map<String, Object> answer) {
        if (result.validationSuccessful) return;
        List<Object> findings = new ArrayList<>();
        for (ValidateOutput one : result.invalidMigrations)
            findings.add(finding(String.valueOf(one.errorDetails.errorCode), one.version, one.description));
        if (findings.isEmpty()) findings.add(finding(String.valueOf(result.errorDetails.errorCode), null, null));
        answer.put("findings", findings);
    }

    private static Map<String, Object> finding(String code, String version, String description) {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("code", code);
        found.put("version", version);
        found.put("description", description);
        return found;
    }

    private static void states(MigrationInfoService service, Map<String, Object> answer) {
        List<Object> states = new ArrayList<>();
        for (MigrationInfo one : service.all())
            states.add(Arrays.asList(one.getInstalledRank(), one.getVersion() == null ? null : one.getVersion().toString(),
                    one.getDescription(), one.getType().name(), one.getState().name(), one.getScript(), one.getChecksum()));
        answer.put("states", states);
        MigrationInfo current = service.current();
        answer.put("current", current == null || current.getVersion() == null ? null : current.getVersion().toString());
    }

    private static Map<String, Object> describe(Throwable thrown) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("class", thrown.getClass().getName());
        error.put("message", thrown.getMessage());
        if (thrown instanceof FlywayException known) error.put("code", String.valueOf(known.getErrorCode()));
        if (thrown instanceof FlywayMigrateException failed) {
            error.put("code", String.valueOf(failed.getMigrationErrorCode()));
            error.put("line", failed.getLineNumber());
            error.put("errno", failed.getSqlErrorCode());
        }
        return error;
    }
}
