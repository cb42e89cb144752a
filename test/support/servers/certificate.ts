import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { TlsFiles } from "../../../src/throwaway/server-arguments.ts";

const OID_ECDSA_WITH_SHA256 = "2a8648ce3d040302";
const OID_COMMON_NAME = "550403";
const OID_SUBJECT_ALT_NAME = "551d11";
const OID_BASIC_CONSTRAINTS = "551d13";
const DAY_MS = 86_400_000;

/**
 * A fresh certificate for localhost and 127.0.0.1 that signs itself, so that it is its own CA for clients that verify (RFC 5280).
 * Node can sign but not write certificates, and not every machine has openssl.
 */
export function selfSignedCertificate(): TlsFiles {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(oid(OID_ECDSA_WITH_SHA256));
  const name = sequence(set(sequence(oid(OID_COMMON_NAME), der(0x0c, Buffer.from("localhost")))));
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(utcTime(-DAY_MS), utcTime(30 * DAY_MS)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(isAuthority(), alternativeNames())),
  );
  const signature = sign("sha256", toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, algorithm, der(0x03, Buffer.from([0]), signature));
  return { certificate: toPem(certificate), key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

function isAuthority(): Buffer {
  return sequence(oid(OID_BASIC_CONSTRAINTS), der(0x04, sequence(der(0x01, Buffer.from([0xff])))));
}

function alternativeNames(): Buffer {
  const names = sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])));
  return sequence(oid(OID_SUBJECT_ALT_NAME), der(0x04, names));
}

/** Tag, length, contents (X.690). */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, ...contents);
}

function set(...contents: readonly Buffer[]): Buffer {
  return der(0x31, ...contents);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function integer(value: Buffer): Buffer {
  return der(0x02, value);
}

/** YYMMDDHHMMSSZ, as far from now as asked. */
function utcTime(fromNowMs: number): Buffer {
  const text = new Date(Date.now() + fromNowMs).toISOString().replace(/\D/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`));
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
