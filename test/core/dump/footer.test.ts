import { describe, expect, it } from "vitest";
import { hasFooter } from "../../../src/core/dump/footer.ts";

describe("the end of a dump's text", () => {
  it.each([
    "/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;\n/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;\n\n",
    "\n/*M!100616 SET NOTE_VERBOSITY=@OLD_NOTE_VERBOSITY */;\n",
  ])("is known by the settings that go back: %j", (text) => {
    expect(hasFooter(text)).toBe(true);
  });

  it.each([
    "",
    "/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;\n",
    "INSERT INTO `a` VALUES (1,'/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;\n",
    "/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;\nCREATE TABLE a",
    "/*!40111 SET SQL_NOTES=@OLD_SQL_NO",
  ])("is missing in %j", (text) => {
    expect(hasFooter(text)).toBe(false);
  });
});
