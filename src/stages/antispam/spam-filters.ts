// Row 9.3: custom filters by address and by attachment. What they say goes before every score.
import { z } from 'zod';

const pattern = z
  .string()
  .max(320)
  .regex(/^[^\s@]*@?[^\s@]+$/, 'an address, in which * stands for any text, e.g. *@example.com')
  .default('*');

export const addressFilter = z.strictObject({
  sender: pattern.describe('Address of the sender; * stands for any text.'),
  recipient: pattern.describe(
    'Address of the recipient; * stands for any text. All recipients of a mail have to match.',
  ),
  action: z.enum(['spam', 'nonSpam']).describe('Mark as spam, or mark as non-spam, whatever the score.'),
});
export type AddressFilter = z.output<typeof addressFilter>;

export const addressFilters = z
  .array(addressFilter)
  .max(10_000)
  .default([])
  .describe('The first that matches counts (row 9.3).');

/** What identifies a filter in evidence. */
export const matchedAddressFilter = z.strictObject({ sender: z.string(), recipient: z.string() });

const fileType = z
  .string()
  .max(100)
  .overwrite((text) => text.toLowerCase().replace(/^\*?\.(?=[^/]*$)/, ''))
  .regex(
    /^(?:[a-z0-9_+-]{1,20}(?:\.[a-z0-9_+-]{1,20}){0,2}|[a-z0-9.+-]{1,60}\/(?:\*|[a-z0-9.+-]{1,60}))$/,
    'a file type such as exe or tar.gz, or a media type such as application/zip or image/*',
  );

export const attachmentFilters = z
  .array(fileType)
  .max(1000)
  .default([])
  .describe('File types; mail with an attachment of one of them is marked as spam, whatever the score (row 9.3).');
