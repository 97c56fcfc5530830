/** Documents up to this many characters are edited; larger ones are shown in part, and only read. */
export const EDIT_LIMIT = 3_000_000;
