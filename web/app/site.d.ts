/** Put in by the build: what Python needs, with content-hashed names. */
declare const PYTHON_SITE: import('../shared/frame-protocol.js').PythonSite;
