// A number of people in words.
import { grouped } from './grouped.ts';

export const peopleText = (count: number): string => (count === 1 ? '1 person' : `${grouped(count)} people`);
