import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const read = (file: string) => readFileSync(join(import.meta.dirname, "..", file), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest & { scripts: Record<string, string>; allowScripts: object };
const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Manifest & { resolved?: string }> };

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The entry of the lock that `name` means to the package at `path`, as Node looks it up. */
const locked = (path: string, name: string): Manifest | undefined => {
  for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0))) {
    const found = packages[`${at}${at === "" ? "" : "/"}node_modules/${name}`];
    if (found !== undefined || at === "") return found;
  }
};

describe("package.json", () => {
  it("pins every package to one version, and the lock agrees", () => {
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(wanted.map(([name]) => [name, locked("", name)?.version])).toEqual(wanted);
  });

  it("brings the runtime's own Node, and lets its install script run", () => {
    expect(manifest.devDependencies?.node).toMatch(/^24\./);
    expect(manifest.allowScripts).toMatchObject({ node: true, esbuild: true });
  });

  it("refuses no Node that can install it", () => {
    expect(read(".npmrc")).not.toContain("engine-strict");
  });
});

describe("package-lock.json", () => {
  it("names every package for every platform: npm ci refuses a lock that leaves one out", () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => locked(path, name) === undefined),
    );
    expect(missing).toEqual([]);
  });

  it("names no registry", () => {
    expect(Object.values(packages).filter((one) => one.resolved !== undefined)).toEqual([]);
  });
});
