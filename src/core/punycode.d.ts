// The one function of punycode.js that is used; the package has no types.
declare module 'punycode.js' {
  const punycode: {
    /** RFC 5891 A-labels. Throws RangeError for what has none. */
    toASCII(domain: string): string;
  };
  export default punycode;
}
