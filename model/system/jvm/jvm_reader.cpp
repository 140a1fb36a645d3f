#include "model/system/jvm/jvm_options.hpp"
#include "sim/engine/time.hpp"

#include <fmt/format.h>

namespace onsale::system {

using config::Object;
using engine::Distribution;
using engine::seconds;

JvmOptions read_jvm(Object object, const Variation& variation, double heap_bytes)
{
  JvmOptions jvm;
  jvm.young_share = object.ratio(
      "young-share", {.says = "eden's part of the heap at most", .above = 0.0, .default_value = jvm.young_share});
  jvm.young_pause = read_distribution(object, "young-pause",
                                      "of a young collection; without it, live-baseline and `holds` there are none",
                                      variation, Distribution::constant(0));
  jvm.young_pause_s_per_gb =
      engine::in_seconds(object.duration("young-pause-per-gb", {.says = "more, for each GB that it promotes",
                                                                .default_value = seconds(jvm.young_pause_s_per_gb)}));
  jvm.parallel_gc_threads = static_cast<std::uint32_t>(object.integer(
      "parallel-gc-threads",
      {.says =
           "that collect while the others stand still (-XX:ParallelGCThreads), and compete with other processes; 0: a "
           "pause takes its time, or is the work of one thread on a host of fewer than two cores",
       .minimum = 0,
       .maximum = 256,
       .default_value = 0}));
  jvm.full_gc_s_per_gb =
      engine::in_seconds(object.duration("full-gc-per-gb", {.says = "stop of a full collection, for each live GB",
                                                            .default_value = seconds(jvm.full_gc_s_per_gb)}));
  jvm.live_baseline_bytes =
      static_cast<double>(object.bytes("live-baseline", {.says = "reachable without any request", .default_value = 0}));
  if (jvm.live_baseline_bytes > heap_bytes)
    object.fault("live-baseline", fmt::format("{:.0f} bytes do not fit into the heap of {:.0f} bytes",
                                              jvm.live_baseline_bytes, heap_bytes));
  jvm.thread_start_cpu_s =
      engine::in_seconds(object.duration("thread-start-cpu", {.says = "CPU time of starting a worker thread",
                                                              .default_value = seconds(jvm.thread_start_cpu_s)}));
  jvm.cold_factor =
      object.number("cold-factor", {.says = "CPU time of an endpoint's first request, in units of a warm one",
                                    .minimum = 1.0,
                                    .default_value = jvm.cold_factor});
  jvm.compile_cpu_s = engine::in_seconds(
      object.duration("compile-cpu", {.says = "CPU time of the compiler while the requests served grow e-fold",
                                      .default_value = seconds(0)}));
  jvm.warm_up_requests =
      object.number("warm-up-requests", {.says = "served before the test: what they had compiled is compiled",
                                         .minimum = 0.0,
                                         .default_value = jvm.warm_up_requests});
  jvm.compiled_after_requests = object.number("compiled-after", {.says = "requests, then nothing is left to compile",
                                                                 .minimum = 0.0,
                                                                 .default_value = jvm.compiled_after_requests});
  jvm.compile_task_s = engine::in_seconds(
      object.duration("compile-task", {.says = "of that, what the compiler's thread is woken for at a time: a method",
                                       .default_value = seconds(jvm.compile_task_s)}));
  jvm.warm_after_requests =
      object.number("warm-after", {.says = "requests of an endpoint: e-fold of the fall of cold-factor",
                                   .above = 0.0,
                                   .default_value = jvm.warm_after_requests});
  object.finish();
  return jvm;
}

} // namespace onsale::system
