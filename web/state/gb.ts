// A gigabyte as on the label of a drive.
export const GB = 1000 ** 3;
