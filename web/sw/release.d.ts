/** Put in by the build: each file of the site and the SHA-256 of its content, in hexadecimal. */
declare const RELEASE: { id: string; files: Record<string, string> };

/** What lib.webworker does not know yet: https://www.w3.org/TR/service-workers/#install-event-add-routes */
interface RouterRule {
  condition: { urlPattern: URLPattern; requestMethod: string; requestMode?: string; requestDestination?: string };
  source: { cacheName: string };
}
interface ExtendableEvent {
  /** While a worker is installed, where the browser knows routes. */
  addRoutes?(rules: RouterRule[]): Promise<void>;
}
