// The anchors of one length of all databases, in one table.
import { type AnchorLength, AnchorTable } from './anchor-table.ts';
import type { ParsedDatabase } from './parse-database.ts';

/** One anchor of one database. */
export interface Placed {
  readonly database: ParsedDatabase;
  readonly number: number;
}

/** Numbered one database behind the other. */
export class AnchorSearch {
  readonly table: AnchorTable;
  readonly #databases: readonly ParsedDatabase[];
  readonly #firsts: readonly number[];

  constructor(length: AnchorLength, databases: readonly ParsedDatabase[]) {
    const counts = databases.map(({ anchors }) => anchors[length].hi.length);
    this.#databases = databases;
    this.#firsts = counts.map((_, index) => counts.slice(0, index).reduce((sum, count) => sum + count, 0));
    const total = counts.reduce((sum, count) => sum + count, 0);
    const [hi, lo] = [new Uint32Array(total), new Uint32Array(total)];
    for (const [index, { anchors }] of databases.entries()) {
      hi.set(anchors[length].hi, this.#firsts[index]);
      lo.set(anchors[length].lo, this.#firsts[index]);
    }
    this.table = new AnchorTable(length, hi, lo);
  }

  placed(number: number): Placed {
    let index = this.#firsts.length - 1;
    while ((this.#firsts[index] ?? 0) > number) index -= 1;
    return { database: this.#databases[index] as ParsedDatabase, number: number - (this.#firsts[index] ?? 0) };
  }
}
