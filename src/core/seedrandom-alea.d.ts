// The one generator of seedrandom that is used, which its published types leave out.
declare module 'seedrandom/lib/alea.js' {
  interface Alea {
    /** The next 32 bits, signed. */
    int32(): number;
  }
  export default function alea(seed: string): Alea;
}
