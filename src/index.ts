/**
 * The bundle's entry. It looks at Node's version before anything is loaded that an old Node lacks, and says so in one line.
 */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 15)) {
  process.stderr.write(`flyback needs Node 20.15 or newer; this is Node ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  void import(/* webpackMode: "eager" */ "./main.ts").then(({ main }) => main());
}
