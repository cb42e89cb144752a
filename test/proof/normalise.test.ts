import { describe, expect, it } from "vitest";
import { normalise } from "./normalise.ts";
import { unifiedDiff } from "./unified-diff.ts";

const DUMP = `USE \`shop\`;
CREATE TABLE \`t\` (
  \`id\` int NOT NULL AUTO_INCREMENT COMMENT ') AUTO_INCREMENT=9',
  CONSTRAINT \`c\` CHECK ((\`v\` <> _utf8mb4'x')),
  \`s\` varchar(9) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT '_utf8mb4',
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB AUTO_INCREMENT=52 DEFAULT CHARSET=latin1;
INSERT INTO \`t\` (\`id\`) VALUES (2);
INSERT INTO \`t\` (\`id\`) VALUES (1);
`;
const TRIGGER = `/*!50003 SET @saved_cs_client      = @@character_set_client */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER \`NAME\` AFTER INSERT ON t
FOR EACH ROW SET @a = 1 */;;
DELIMITER ;
/*!50003 SET collation_connection  = @saved_col_connection */ ;
`;

describe("a dump that is made comparable", () => {
  it("has rows in order, counters apart, and no introducers", () => {
    const { text, autoIncrements } = normalise(DUMP);
    expect([...autoIncrements]).toEqual([["shop.t", "52"]]);
    expect(text).toContain("CHECK ((`v` <> 'x'))");
    expect(text).toContain("varchar(9) COLLATE latin1_bin DEFAULT '_utf8mb4'");
    expect(text).toContain("COMMENT ') AUTO_INCREMENT=9'");
    expect(text.indexOf("VALUES (1)")).toBeLessThan(text.indexOf("VALUES (2)"));
  });

  it("leaves rows as they are", () => {
    const row = "INSERT INTO `t` (`v`) VALUES ('a CHARACTER SET x COLLATE y _utf8mb4\\'x\\'');";
    expect(normalise(row).text).toBe(row);
  });

  it("leaves out triggers that are asked for, and those alone", () => {
    const [kept, own] = [TRIGGER.replace("NAME", "users"), TRIGGER.replace("NAME", "flyback_1")];
    const { text } = normalise(`${kept}${own}${DUMP}`, (name) => name.startsWith("flyback_"));
    expect(text).toContain("`users` AFTER INSERT ON `t`");
    expect(text).not.toContain("flyback_1");
    expect(text).toContain("CREATE TABLE");
    expect(normalise(`${own}${DUMP}`).text).toContain("flyback_1");
  });
});

describe("the difference of two texts", () => {
  it("is empty for equal ones", () => {
    expect(unifiedDiff("a\nb", "a\nb")).toBe("");
  });

  it("shows lines that differ, with little around them", () => {
    expect(unifiedDiff("a\nb\nc\nd\ne\nf\ng", "a\nb\nx\nd\ne\nf\ng\nh")).toBe("@@ line 3 @@\n b\n-c\n+x\n d\n g\n+h");
  });

  it("names what one has more where there is much to compare", () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `line ${String(index)}`);
    const other = ["first", ...lines.slice(0, 1500), ...lines.slice(1501), "last"];
    expect(unifiedDiff(lines.join("\n"), other.join("\n")).split("\n")).toEqual([
      "@@ line 1 @@",
      "-line 1500",
      "+first",
      "+last",
    ]);
  });
});
