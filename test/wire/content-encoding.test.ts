import { Buffer } from "node:buffer";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeContent } from "../../runtime/wire/body.js";

const body = Buffer.from('{"orderId":"o-1"}');
const mebibytes = (count: number): Buffer => Buffer.alloc(count * 1024 * 1024, " ");

describe("a body of another client", () => {
  test.each([
    [undefined, body],
    ["", body],
    ["identity", body],
    ["UTF-8", body],
    ["utf8", body],
    ["gzip", gzipSync(body)],
    ["GZIP", gzipSync(body)],
    ["x-gzip", gzipSync(body)],
    ["gzip:UTF-8", gzipSync(body)],
    ["gzip, utf-8", gzipSync(body)],
    ["identity, br", brotliCompressSync(body)],
    ["deflate", deflateSync(body)],
    [{ "!": "x" }, body],
  ])("with the encoding %j is decoded", (encoding, content) => {
    expect(decodeContent(content, encoding)).toEqual({ value: body });
  });

  test.each([
    ["zstd", body, "content encoding zstd is not supported; use gzip, x-gzip, deflate, br"],
    ["gzip, br", gzipSync(brotliCompressSync(body)), "content encoding gzip, br is not supported"],
    ["gzip, gzip", gzipSync(gzipSync(body)), "content encoding gzip, gzip is not supported"],
    ["e".repeat(255), body, `content encoding ${"e".repeat(60)} is not supported`],
    ["gzip", body, "the body is not valid gzip: "],
    ["gzip", Buffer.alloc(0), "the body is not valid gzip: "],
    ["gzip", gzipSync(body).subarray(0, 20), "the body is not valid gzip: "],
    ["deflate", deflateRawSync(body), "the body is not valid deflate: "],
    ["br", gzipSync(body), "the body is not valid br: "],
  ])("with the encoding %s and another content is refused", (encoding, content, why) => {
    expect(decodeContent(content, encoding)).toMatchObject({
      reason: "undecodable",
      why: expect.stringContaining(why),
    });
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ] as const)(
    "that expands beyond 16 MiB by %s is refused, and one of just 16 MiB is not",
    (encoding, compress) => {
      expect(decodeContent(compress(mebibytes(16)), encoding)).toHaveProperty(
        "value.length",
        16 * 1024 * 1024,
      );
      const bomb = compress(mebibytes(64));
      expect(bomb.length).toBeLessThan(100_000);
      expect(decodeContent(bomb, encoding)).toMatchObject({
        reason: "undecodable",
        why: `the body is not valid ${encoding}: it exceeds 16777216 bytes`,
      });
    },
  );

  test("over 16 MiB is not read, however it is encoded", () => {
    expect(decodeContent(mebibytes(17), "gzip")).toMatchObject({ why: "the body has 17825792 bytes" });
  });
});
