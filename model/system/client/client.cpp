#include "model/system/client/client.hpp"

namespace onsale::system {

using engine::Distribution;

ClientOptions read_client(config::Object object, const Variation& variation)
{
  const Distribution none = Distribution::constant(0);
  ClientOptions client;
  client.request_cpu = read_distribution(object, "request-cpu", "before a request is sent", variation, none);
  client.response_cpu = read_distribution(object, "response-cpu", "after its response has come", variation, none);
  client.output_cpu = read_distribution(object, "output-cpu", "of k6's output, after each request", variation, none);
  client.sending = read_distribution(object, "sending", "http_req_sending", variation, none);
  client.receiving = read_distribution(object, "receiving", "http_req_receiving", variation, none);
  client.wake_up_cpu_s = engine::in_seconds(object.duration(
      "wake-up-cpu",
      {.says = "of a thread of k6 that slept when there was something to do: Go's scheduler and netpoller",
       .default_value = engine::seconds(0)}));
  client.vu_initialisation_s = engine::in_seconds(object.duration(
      "vu-initialisation", {.says = "of each virtual user, before the test", .default_value = engine::seconds(0)}));
  client.collector = read_go_collector(object.object("collector", "of garbage, in k6"));
  object.finish();
  return client;
}

} // namespace onsale::system
