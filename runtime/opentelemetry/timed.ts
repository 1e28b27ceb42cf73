/** Calls a handler and tells when it is done, where that is before it is settled. */
export function timed<Result>(handler: () => Result, done: () => void): Result {
  let result: Result;
  try {
    result = handler();
  } catch (error) {
    done();
    throw error;
  }
  if (result instanceof Promise) result.then(done, done); // another thenable may start its work again when asked twice
  return result;
}
