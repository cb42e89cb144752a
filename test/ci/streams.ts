import type { OutputStream, PlatformOptions } from "../../src/ci/platform.ts";

export type Collected = {
  readonly stream: OutputStream;
  readonly text: () => string;
  readonly fail: (error: Error) => void;
};

/** A stream that keeps what is written to it. */
export function collect(more: { readonly isTTY?: boolean; readonly columns?: number } = {}): Collected {
  let text = "";
  const listeners: ((error: Error) => void)[] = [];
  return {
    stream: {
      write: (chunk) => {
        text += chunk;
        return true;
      },
      on: (_event, listener) => listeners.push(listener),
      ...more,
    },
    text: () => text,
    fail: (error) => listeners.forEach((listener) => listener(error)),
  };
}

export function platformOptions(more: Partial<PlatformOptions> = {}): PlatformOptions {
  return {
    env: {},
    stdout: collect().stream,
    stderr: collect().stream,
    platform: "auto",
    color: "auto",
    json: false,
    now: () => 1_000_000,
    ...more,
  };
}
