import type { Dispatcher } from "undici";

/** A response beyond a limit. */
export class ResponseLimitError extends Error {
  /** RESPONSE_INCOMPLETE: too slow. */
  readonly code: "RESPONSE_INCOMPLETE" | "RESPONSE_TOO_LARGE";

  constructor(code: ResponseLimitError["code"]) {
    super(code);
    this.code = code;
  }
}

/**
 * The end of the time for one request: its headers and its body together. It begins when the request is sent, so that the time in
 * which a request waits for a free connection does not count.
 */
export class Deadline {
  readonly #timeout: number;
  #end: number | undefined;

  /** @param timeout - in milliseconds */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** Starts the time. Further calls have no effect. */
  start(): void {
    this.#end ??= Date.now() + this.#timeout;
  }

  /** The remaining time in milliseconds; 0 after the end. */
  get remaining(): number {
    return this.#end === undefined ? this.#timeout : Math.max(0, this.#end - Date.now());
  }

  /** @throws ResponseLimitError after the end */
  check(): void {
    if (this.remaining === 0) throw new ResponseLimitError("RESPONSE_INCOMPLETE");
  }
}

/** The options of a request whose deadline {@link startDeadlines} starts. */
interface TimedOptions extends Dispatcher.DispatchOptions {
  deadline?: Deadline;
}

/** Starts the deadline of each request when a connection sends it. */
export const startDeadlines: Dispatcher.DispatcherComposeInterceptor =
  (dispatch) =>
  (options: TimedOptions, handler): boolean =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        options.deadline?.start();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...parameters) => handler.onRequestUpgrade?.(...parameters),
      onResponseStart: (...parameters) => handler.onResponseStart?.(...parameters),
      onResponseData: (...parameters) => handler.onResponseData?.(...parameters),
      onResponseEnd: (...parameters) => handler.onResponseEnd?.(...parameters),
      onResponseError: (...parameters) => handler.onResponseError?.(...parameters),
    });
