// What SMTP smuggling is made of: sequences that some server once took for the end of a message. None may end one here.

/** Each holds a bare CR, a bare LF or a NUL. */
export const NOT_AN_END: readonly string[] = [
  '\n.\n',
  '\n.\r',
  '\r.\n',
  '\r.\r',
  '\n.\r\n',
  '\r.\r\n',
  '\r\n.\n',
  '\r\n.\r',
  '\r\n.\r\r\n',
  '\r\r\n.\r\r\n',
  '\r\n\0.\r\n',
  '\r\n.\0\r\n',
  '\r\n.\n\r\n',
  '\n\n.\r\n',
  '\r\n\n.\r\n',
  '\r\n\r.\r\n',
  '\r\n.\r\0\n',
  '\n\r.\n\r',
];
