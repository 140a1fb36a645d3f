/// The application's Java process as data: `jvm:` of a scenario.
#pragma once

#include "model/config/object.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>

namespace onsale::system {

/// What collections cost and cold code; how the heap fills is heap.hpp's.
struct JvmOptions {
  double young_share = 0.6;              ///< eden's part of the heap at most (G1: up to 60 %)
  engine::Distribution young_pause;      ///< of a young collection, without what it promotes
  std::uint32_t parallel_gc_threads = 0; ///< of a pause, each of which works as long as the pause would take
  double young_pause_s_per_gb = 0;       ///< to copy what a young collection promotes
  double full_gc_s_per_gb = 0.6;         ///< of a full collection, for each GB that is live after it
  double live_baseline_bytes = 0;        ///< reachable without any request: classes, caches, sessions
  double thread_start_cpu_s = 80e-6;     ///< to start one worker thread
  double cold_factor = 1;                ///< CPU of the first request of an endpoint, in units of a warm one
  double warm_after_requests = 2000;     ///< e-fold of the fall from cold to warm, in requests of that endpoint
  /// CPU time of compiling while the requests that the process has served grow e-fold, so compile_cpu_s / n for the
  /// n-th. HotSpot compiles a method when it has been called some thousand times (Tier4InvocationThreshold); how often
  /// a request calls its methods is spread over orders of magnitude, so each e-fold finds as much to compile as the one
  /// before. Spent by a thread of its own.
  double compile_cpu_s = 0;
  double warm_up_requests = 0;            ///< that the process had served before the test
  double compiled_after_requests = 30000; ///< nothing is left to compile
  double compile_task_s = 2e-3; ///< CPU time of one method: the compiler's thread is woken for that much at a time
};

JvmOptions read_jvm(config::Object object, const Variation& variation, double heap_bytes);

} // namespace onsale::system
