/** Put in by the build: each file of the site and the SHA-256 of its content, in hexadecimal. */
declare const RELEASE: { id: string; files: Record<string, string> };
