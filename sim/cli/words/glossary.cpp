#include "sim/cli/words/glossary.hpp"

#include <algorithm>
#include <cctype>

namespace onsale::cli {
namespace {

const std::vector<Term> terms = {
    {"anatomy",
     {"where the time goes"},
     "Where the time of a request goes, part by part: waiting for a thread, for the CPU, for a connection, for a "
     "lock; and "
     "the work itself. `run --anatomy` prints it for each endpoint, of the mean request and of those around a "
     "percentile."},
    {"arrival rate",
     {"rate", "open load"},
     "How many iterations begin a second, whether or not earlier ones have been answered: customers come when they "
     "like. "
     "k6's constant-arrival-rate and ramping-arrival-rate. The opposite is a closed load (vus)."},
    {"backlog",
     {},
     "What has piled up while something was slow or down. After the repair the system works it off, and may be full "
     "with "
     "it for as long again."},
    {"bottleneck",
     {"what stops it"},
     "The one resource that keeps the system from doing more. More of anything else buys nothing. A CPU or a disk "
     "does the "
     "work; threads and connections are often only held by requests that wait for it."},
    {"common random numbers",
     {"same customers"},
     "Two variants of a system meet the same customers, who do the same at the same times: what differs is the "
     "system's "
     "doing, so that small differences show in few runs."},
    {"confidence interval",
     {"interval", "95 %", "half-width", "+-"},
     "Simulated figures depend on chance, as measured ones do. An interval of 95 % holds the true value in 95 of 100 "
     "such "
     "studies; the half-width is its `+-`. More replications make it narrower: four times as many, half as wide."},
    {"demand",
     {"service demand"},
     "How much of a resource one request uses, with nobody in its way: 5 ms of CPU. Capacity divided by demand is "
     "the most "
     "that the resource can serve: 2 cores / 5 ms = 400 requests a second."},
    {"dropped iterations",
     {"lost", "lost customers"},
     "Iterations that were due and never began, because all of k6's virtual users were still waiting for answers. "
     "They are "
     "customers who were turned away, and appear in no response time."},
    {"knee",
     {},
     "The load at which response times begin to climb: below it a resource is idle now and then, above it every "
     "further "
     "user waits for all the others."},
    {"Little's law",
     {"little"},
     "Requests in the system = requests a second x seconds each: 50/s that take 0.2 s are 10 at a time. It holds for "
     "every "
     "system and every part of one, so that figures which break it are wrong."},
    {"misfit",
     {"residuals"},
     "How much farther measured and predicted figures are apart than chance alone would put them: 1 is as near as "
     "can be "
     "told, 3 means that the model leaves something out or that the search has missed a better place."},
    {"p95",
     {"percentile", "p(95)", "p99", "p90", "median"},
     "95 of 100 requests were at least this fast. The mean hides the slow ones; percentiles show them."},
    {"promise",
     {"slo", "threshold"},
     "What has to hold: `http_req_duration: p(95)<400`. k6 calls it a threshold, and so does a scenario."},
    {"replication",
     {},
     "The same scenario once more with other draws: other customers, other service times. Several of them tell how "
     "much is "
     "chance."},
    {"saturation",
     {"saturated", "full"},
     "A resource is busy at least 95 % of three seconds on end: what comes now has to wait."},
    {"think time",
     {"pause", "sleep"},
     "How long a user pauses between an answer and the next request. Users who think for a second and get their "
     "answer in "
     "0.1 s make 1 / 1.1 s = 0.9 requests a second each, whatever the server could do."},
    {"throughput", {"tps", "requests/s"}, "How much is done a second. Never more than the bottleneck can do."},
    {"utilisation",
     {"busy"},
     "The share of its time, or of its units, that a resource is in use. Waiting grows long before 100 %: at 80 % a "
     "single "
     "server makes requests take five times as long as they do alone."},
    {"visit ratio", {"visits"}, "How often one iteration of a user calls an endpoint, on the mean."},
    {"vus",
     {"virtual users", "users", "closed load"},
     "k6's virtual users: each waits for its answer, pauses, and asks again. A slow server therefore sees fewer "
     "requests: "
     "users in a queue send nothing."},
    {"warm-up",
     {"start-up"},
     "The first seconds are unlike the rest: the compiler has not compiled yet, connections are dialled, all users "
     "begin at "
     "once. A test that is too short shows little else."}};

std::string plain(std::string_view words)
{
  std::string text;
  for (const char letter : words)
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  if (text.size() > 3 && text.ends_with('s'))
    text.pop_back();
  return text;
}

} // namespace

std::span<const Term> glossary()
{
  return terms;
}

const Term* find_term(std::string_view words)
{
  for (const Term& each : terms) {
    const bool is_other =
        std::ranges::any_of(each.others, [&](std::string_view other) { return plain(other) == plain(words); });
    if (is_other || plain(each.name) == plain(words))
      return &each;
  }
  return nullptr;
}

} // namespace onsale::cli
