/** How a script's bytes become text; `name` is the spelling that messages use. */
export type Encoding =
  | { readonly kind: "utf-8" | "us-ascii"; readonly name: string }
  /** One byte is one character: that of ISO-8859-1, but for the bytes in the table. An empty text: no character. */
  | { readonly kind: "single-byte"; readonly name: string; readonly exceptions: ReadonlyMap<number, string> }
  /** What `TextDecoder` reads under this label. */
  | { readonly kind: "decoder"; readonly name: string; readonly label: string }
  /** UTF-16 whose byte order the file tells. */
  | { readonly kind: "utf-16"; readonly name: string };

const LATIN_1: Encoding = { kind: "single-byte", name: "ISO-8859-1", exceptions: new Map() };
const UTF_8: Encoding = { kind: "utf-8", name: "UTF-8" };
const UTF_16LE: Encoding = { kind: "decoder", name: "UTF-16LE", label: "utf-16le" };
const UTF_16BE: Encoding = { kind: "decoder", name: "UTF-16BE", label: "utf-16be" };

/** What windows-1252 has in 0x80 to 0x9F; a blank stands for the five that it does not define. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/**
 * Charsets that are decoded here and not by TextDecoder. It reads the names of ISO-8859-1, US-ASCII and ISO-8859-9 as
 * Windows charsets, other than Java and thus Flyway; and Node 20 gets windows-1252 itself wrong (0x80 to 0x9F).
 */
const OWN: readonly (readonly [Encoding, string])[] = [
  [UTF_8, "utf-8 utf8"],
  [{ kind: "us-ascii", name: "US-ASCII" }, "us-ascii ascii iso646-us ansi_x3.4-1968 cp367 ibm367 646"],
  [LATIN_1, "iso-8859-1 iso8859-1 iso8859_1 iso_8859-1 8859_1 latin1 l1 cp819 ibm819 ibm-819 819"],
  [
    {
      kind: "single-byte",
      name: "windows-1252",
      exceptions: new Map(Array.from(WINDOWS_1252, (char, i) => [0x80 + i, char.trim()])),
    },
    "windows-1252 cp1252 cp5348 ibm-1252 ibm1252",
  ],
  [
    {
      kind: "single-byte",
      name: "ISO-8859-9",
      exceptions: new Map([
        [0xd0, "Ğ"],
        [0xdd, "İ"],
        [0xde, "Ş"],
        [0xf0, "ğ"],
        [0xfd, "ı"],
        [0xfe, "ş"],
      ]),
    },
    "iso-8859-9 iso8859-9 iso8859_9 iso_8859-9 8859_9 latin5 l5 ibm920 ibm-920 920",
  ],
  [{ kind: "utf-16", name: "UTF-16" }, "utf-16 utf16 utf_16 unicode"],
  [UTF_16LE, "utf-16le utf_16le x-utf-16le unicodelittleunmarked"],
  [UTF_16BE, "utf-16be utf_16be x-utf-16be unicodebigunmarked"],
];

const OWN_BY_NAME: ReadonlyMap<string, Encoding> = new Map(
  OWN.flatMap(([encoding, names]) => names.split(" ").map((name) => [name, encoding])),
);

/**
 * Finds a charset by any of its usual names, Java's among them. Null: not supported. Those that TextDecoder reads follow
 * the tables of the WHATWG; in East Asian ones a few characters differ from Java's, and with them a checksum of Flyway.
 */
export function parseEncoding(name: string): Encoding | null {
  const wanted = name.trim().toLowerCase();
  const own = OWN_BY_NAME.get(wanted);
  if (own !== undefined) return own;
  const label = wanted.replace(/^iso_?8859[_-]/, "iso-8859-");
  try {
    // Constructing it is the only way to ask whether the label is known.
    const { encoding } = new TextDecoder(label, { fatal: true });
    return { kind: "decoder", name: encoding, label: encoding };
  } catch {
    return null;
  }
}

/** Settles the byte order of UTF-16 by the mark that the file starts with, and without one as big-endian, as Java does. */
export function settleByteOrder(encoding: Encoding, start: Uint8Array): Encoding {
  if (encoding.kind !== "utf-16") return encoding;
  return start[0] === 0xff && start[1] === 0xfe ? UTF_16LE : UTF_16BE;
}

/** Looks at all bytes of a file, in chunks cut anywhere. */
export type EncodingDetector = {
  readonly update: (bytes: Uint8Array) => void;
  readonly result: () => Encoding;
};

/**
 * `detectEncoding` by the rules of Flyway's EncodingDetector: a UTF-16 mark, else UTF-8 if it is valid, else ISO-8859-1;
 * and UTF-16 if more than half of every second byte is zero. Flyway reads that last one as big-endian when it has found
 * the zeros of little-endian text, and does not see big-endian text; here each is read as what it is.
 */
export function createEncodingDetector(): EncodingDetector {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const zeros = [0, 0];
  const start: number[] = [];
  let length = 0;
  let utf8 = true;

  function update(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] !== 0) continue;
      const parity = (length + i) % 2;
      zeros[parity] = (zeros[parity] ?? 0) + 1;
    }
    if (start.length < 2) start.push(...bytes.subarray(0, 2 - start.length));
    length += bytes.length;
    utf8 &&= decodes(() => decoder.decode(bytes, { stream: true }));
  }

  function result(): Encoding {
    const even = length % 2 === 0;
    if (even && start[0] === 0xfe && start[1] === 0xff) return UTF_16BE;
    if (even && start[0] === 0xff && start[1] === 0xfe) return UTF_16LE;
    if (even && (zeros[1] ?? 0) * 4 > length) return UTF_16LE;
    if (even && (zeros[0] ?? 0) * 4 > length) return UTF_16BE;
    // The last call finds a character that the end of the file cuts off.
    return utf8 && decodes(() => decoder.decode()) ? UTF_8 : LATIN_1;
  }

  return { update, result };
}

function decodes(decode: () => string): boolean {
  try {
    decode();
    return true;
  } catch {
    return false;
  }
}
