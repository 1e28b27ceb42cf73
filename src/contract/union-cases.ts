import type { Branches } from "./applied-schemas.js";
import type { Case, Describers } from "./describers.js";
import type { Schema } from "./schema.js";

/** The union of exclusive branches, one of which leads to each of the cases. */
export function branchesOf(cases: readonly Case[]): Branches | undefined {
  const firsts = cases.flatMap(({ when }) => when.map((way) => way?.[0]));
  const [union] = firsts.map((first) => (first?.kind === "holds" ? first.branches : undefined));
  if (union?.exclusive !== true) return undefined;
  return firsts.every((first) => first?.kind === "holds" && first.branches === union) ? union : undefined;
}

/** What describes a slot where the first condition of some cases is met, and that of the others is not. */
export function under(condition: Schema, { certain, cases, ...rest }: Describers): Describers {
  const left = cases.flatMap(({ when, schemas }): Case[] => {
    const ways = when.filter((way) => way?.[0]?.kind === "holds" && way[0].schema === condition);
    return ways.length === 0 ? [] : [{ when: ways.map((way) => way?.slice(1)), schemas }];
  });
  const isSure = ({ when }: Case): boolean => when.some((way) => way?.length === 0);
  const sure = left.filter(isSure).flatMap(({ schemas }) => schemas);
  return {
    ...rest,
    certain: [...new Set([...certain, ...sure])],
    cases: left.filter((each) => !isSure(each)),
  };
}
