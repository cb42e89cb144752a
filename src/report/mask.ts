/**
 * Blanks secrets in text, in every form in which software writes them. CI servers mask their own log only, and only the
 * exact text: files, and a password that a driver or an URL has re-coded, are ours to look after.
 */

/** What stands for a secret. */
const BLANK = "***";

/**
 * Shorter secrets are blanked only where quotes or an URL delimit them. A password of 1 to 3 characters protects nothing,
 * and blanking every `1` in a report would both make it unreadable and tell the secret: the reader knows what stood there.
 */
const MIN_LENGTH = 4;

/** Base64 text shorter than this occurs by chance. */
const MIN_BASE64 = 8;

function utf8Binary(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return binary;
}

/**
 * Base64 of the secret alone and inside something longer (`user:password` in a header): there it starts at any of three
 * places within a group of three bytes, and the characters at both ends mix with the neighbours, so they are left out.
 */
function base64Forms(secret: string): readonly string[] {
  const binary = utf8Binary(secret);
  const alone = btoa(binary);
  const forms = [alone];
  for (const before of [0, 1, 2]) {
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + binary.length) * 8) / 6);
    forms.push(btoa("\0".repeat(before) + binary).slice(start, end));
  }
  const plain = forms.map((form) => form.replace(/=+$/, "")).filter((form) => form.length >= MIN_BASE64);
  return [alone, ...plain, ...plain.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}

function hexForms(secret: string): readonly string[] {
  const hex = Array.from(new TextEncoder().encode(secret), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex, hex.toUpperCase()];
}

function percentForms(secret: string): readonly string[] {
  // encodeURIComponent throws on half a surrogate pair, which UTF-8 cannot hold either.
  const wellFormed = new TextDecoder().decode(new TextEncoder().encode(secret));
  const component = encodeURIComponent(wellFormed);
  const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  const strict = component.replace(/[!'()*]/g, percent);
  // As application/x-www-form-urlencoded leaves the star alone and encodes the tilde.
  const form = component.replace(/[!'()~]/g, percent).replaceAll("%20", "+");
  const forms = [component, strict, strict.replaceAll("%20", "+"), form, encodeURI(wellFormed)];
  const lower = forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [...forms, ...lower];
}

function unicodeEscapes(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function jsonForms(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [json, unicodeEscapes(json), json.replaceAll("/", "\\/"), JSON.stringify(json).slice(1, -1)];
}

function shellForms(secret: string): readonly string[] {
  return [
    secret.replaceAll("'", "'\\''"),
    secret.replaceAll("'", `'"'"'`),
    secret.replace(/["\\$`]/g, "\\$&"),
    secret.replace(/[^\w@%+=:,./-]/g, "\\$&"),
  ];
}

const SQL_ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\u001a": "\\Z",
  '"': '\\"',
  "'": "\\'",
  "\\": "\\\\",
};

function sqlForms(secret: string): readonly string[] {
  return [
    secret.replaceAll("'", "''"),
    secret.replaceAll('"', '""'),
    secret.replaceAll("`", "``"),
    // oxlint-disable-next-line no-control-regex
    secret.replace(/[\u0000\b\t\n\r\u001a"'\\]/g, (char) => SQL_ESCAPES[char] ?? char),
    secret.replace(/['\\]/g, "\\$&"),
  ];
}

const MARKUP: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function markupForms(secret: string): readonly string[] {
  const text = secret.replace(/[&<>]/g, (char) => MARKUP[char] ?? char);
  const quoted = secret.replace(/[&<>"]/g, (char) => MARKUP[char] ?? char);
  return [text, quoted, quoted.replaceAll("'", "&apos;"), quoted.replaceAll("'", "&#39;")];
}

function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
  // The frame of a PEM text is no secret, and hiding it would hide what the text is.
  return lines.length < 2 ? [] : lines.filter((line) => line.length >= MIN_LENGTH && !line.startsWith("-----"));
}

function formsOf(text: string): readonly string[] {
  const coded = [...percentForms(text), ...base64Forms(text), ...hexForms(text)];
  const escaped = [...jsonForms(text), ...shellForms(text), ...sqlForms(text), ...markupForms(text)];
  return [text, ...coded, ...escaped];
}

/**
 * All forms in which a secret is blanked, longest first: as it is, URL- and base64-encoded, in hex, escaped for JSON, shells,
 * SQL and markup, and each line of a secret of several lines. For the masker, and for what a CI server is told to mask.
 * @returns nothing for secrets of 1 to 3 characters
 */
export function secretForms(secret: string): readonly string[] {
  const parts = [secret, secret.trim(), ...linesOf(secret)].filter((part) => part.length >= MIN_LENGTH);
  const forms = new Set(parts.flatMap(formsOf).filter((form) => form.length >= MIN_LENGTH));
  return [...forms].sort((a, b) => b.length - a.length);
}

type Span = { readonly start: number; readonly end: number };

function spansOf(text: string, forms: readonly string[]): readonly Span[] {
  const spans: Span[] = [];
  for (const form of forms) {
    let start = text.indexOf(form);
    while (start !== -1) {
      spans.push({ start, end: start + form.length });
      // Next to it, not behind it: occurrences may overlap.
      start = text.indexOf(form, start + 1);
    }
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Spans that touch become one blank, so that overlapping secrets leave no rest of either. */
function blankSpans(text: string, spans: readonly Span[]): string {
  let result = "";
  let end = 0;
  for (const span of spans) {
    if (span.start >= end) result += `${text.slice(end, span.start)}${BLANK}`;
    end = Math.max(end, span.end);
  }
  return result + text.slice(end);
}

function shortPattern(secrets: readonly string[]): RegExp | null {
  const short = [...new Set(secrets)].filter((secret) => secret.length > 0 && secret.length < MIN_LENGTH);
  if (short.length === 0) return null;
  const any = short
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"))
    .join("|");
  const inUrl = `(?<=://[^\\s/:@]*:)(?:${any})(?=@)`;
  const assigned = `(?<=(?:[Pp]assword|PASSWORD|[Pp]wd)\\s*[=:]\\s*)(?:${any})(?=$|[\\s&;,])`;
  return new RegExp(`(['"\`])(?:${any})\\1|${inUrl}|${assigned}`, "g");
}

/**
 * Makes a function that blanks the secrets in a text. Secrets of 1 to 3 characters are blanked within quotes, as the password
 * of an URL and after `password=`; everywhere else they stay.
 */
export function createMasker(secrets: readonly string[]): (text: string) => string {
  const all = new Set(secrets.flatMap((secret) => secretForms(secret)));
  const forms = [...all].sort((a, b) => b.length - a.length);
  const short = shortPattern(secrets);
  if (forms.length === 0 && short === null) return (text) => text;
  return (text) => {
    const spans = spansOf(text, forms);
    const blanked = spans.length === 0 ? text : blankSpans(text, spans);
    if (short === null) return blanked;
    return blanked.replace(short, (_match, quote: string | undefined) => `${quote ?? ""}${BLANK}${quote ?? ""}`);
  };
}
