// Option values of the command line, refused in the same words as everything else.
import { InvalidArgumentError } from 'commander';

/** A parser for a number within limits. */
export const numberBetween =
  (least: number, most: number, whole = false) =>
  (text: string): number => {
    const value = Number(text);
    const fits = text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value));
    if (!fits) throw new InvalidArgumentError(`wanted a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`);
    return value;
  };

export const wholeBetween = (least: number, most: number): ((text: string) => number) =>
  numberBetween(least, most, true);
