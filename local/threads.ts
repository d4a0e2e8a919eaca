/**
 * Imported first, before anything uses libuv's threads: looking up names takes one of them each, for many seconds where the
 * network is down, and the table's file and all functions share the same four. Lambda gives each function a process of its own.
 */
process.env.UV_THREADPOOL_SIZE ??= "64";
