#include "model/k6/user/client_samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace onsale::k6 {

using http::Exchange;
using http::NetworkError;

namespace {

/// Times are whole nanoseconds in k6.
double whole_ms(double seconds)
{
  return std::round(seconds * 1e9) / 1e6;
}

constexpr int first_error_status = 400;
constexpr int status_code_base = 1000; // k6's error_code of an HTTP error is 1000 + status

bool never_connected(NetworkError error)
{
  return error == NetworkError::dial_timeout || error == NetworkError::connection_refused;
}

/// http_req_failed and expected_response.
bool is_expected(const RequestTags& request, int status)
{
  return std::ranges::any_of(request.expected,
                             [&](const StatusRange& range) { return status >= range.low && status <= range.high; });
}

HttpSample sample_of(const RequestTags& request, double time_s, double timeout_s, const Exchange& exchange)
{
  HttpSample sample;
  sample.end_s = time_s;
  sample.judged = not request.expected.empty();
  sample.failed = not is_expected(request, exchange.status);
  const auto& phases = exchange.phases;
  if (exchange.error == NetworkError::request_timeout ? not exchange.is_connected() : never_connected(exchange.error))
    return sample;
  sample.blocked_ms = whole_ms(phases.blocked_s);
  sample.connecting_ms = whole_ms(phases.connecting_s);
  if (exchange.error == NetworkError::request_timeout) {
    sample.waiting_ms = whole_ms(std::max(0.0, timeout_s - phases.blocked_s));
    return sample;
  }
  sample.sending_ms = whole_ms(phases.sending_s);
  sample.waiting_ms = whole_ms(phases.waiting_s);
  sample.receiving_ms = whole_ms(phases.receiving_s);
  return sample;
}

template <class Item> Item& grown_to(std::vector<Item>& items, std::uint32_t number, std::size_t size)
{
  if (number >= items.size())
    items.resize(size);
  return items[number];
}

TagSet with(TagSet tags, const TagSet& more)
{
  for (const auto& [name, value] : more.tags())
    tags.set(name, value);
  return tags;
}

GroupId group_of_path(Checks& checks, std::string_view path)
{
  constexpr std::string_view separator = "::";
  auto group = GroupId::root;
  while (not path.empty()) {
    path.remove_prefix(separator.size());
    const auto end = path.find(separator);
    group = checks.group(group, path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  }
  return group;
}

} // namespace

ClientSamples::ClientSamples(Metrics& metrics, Checks& checks, const ScriptTables& tables, Options options)
    : metrics_(metrics), checks_(checks), tables_(tables), options_(std::move(options)),
      dropped_tags_(metrics.tags().intern(options_.dropped_tags)), iteration_tags_(tags_in_group(options_.tags, ""))
{
}

void ClientSamples::request(double time_s, std::uint32_t tags, double timeout_s, const Exchange& exchange)
{
  Outcome& outcome = this->outcome(tags, exchange);
  metrics_.add_http(sample_of(tables_.requests[tags], time_s, timeout_s, exchange), outcome.tags);
  if (not outcome.failed)
    return;
  if (outcome.seen.count++ == 0)
    outcome.seen.first_s = time_s;
  outcome.seen.last_s = time_s;
}

void ClientSamples::check(double time_s, std::uint32_t check, bool passed)
{
  const auto& known = known_check(check);
  checks_.record(known.check, passed);
  metrics_.add(MetricId::checks, known.tags, time_s, passed ? 1 : 0);
}

void ClientSamples::add(double time_s, std::uint32_t metric, std::uint32_t samples, double value)
{
  metrics_.add(options_.metrics[metric], sample_tags(samples), time_s, value);
}

void ClientSamples::group(double time_s, std::uint32_t samples, double duration_s)
{
  metrics_.add(MetricId::group_duration, sample_tags(samples), time_s, whole_ms(duration_s));
}

void ClientSamples::transferred(double time_s, std::uint64_t bytes_sent, std::uint64_t bytes_received)
{
  metrics_.add(MetricId::data_sent, iteration_tags_, time_s, static_cast<double>(bytes_sent));
  metrics_.add(MetricId::data_received, iteration_tags_, time_s, static_cast<double>(bytes_received));
}

void ClientSamples::iteration(double time_s, double duration_s)
{
  metrics_.add(MetricId::iteration_duration, iteration_tags_, time_s, whole_ms(duration_s));
  metrics_.add(MetricId::iterations, iteration_tags_, time_s, 1);
}

void ClientSamples::part_begins()
{
  group_of_path(checks_, options_.group_prefix);
}

void ClientSamples::part(double time_s, double duration_s)
{
  metrics_.add(MetricId::iteration_duration, iteration_tags_, time_s, whole_ms(duration_s));
}

void ClientSamples::dropped(double time_s, std::uint64_t iterations)
{
  metrics_.add(MetricId::dropped_iterations, dropped_tags_, time_s, static_cast<double>(iterations));
}

void ClientSamples::add_failed(std::vector<FailedRequests>& all) const
{
  for (const auto& of_request : outcomes_)
    for (const Outcome& each : of_request) {
      if (not each.failed)
        continue;
      const auto known = std::ranges::find_if(all, [&](const auto& other) { return other.same_kind(each.seen); });
      if (known == all.end()) {
        all.push_back(each.seen);
        continue;
      }
      known->count += each.seen.count;
      known->first_s = std::min(known->first_s, each.seen.first_s);
      known->last_s = std::max(known->last_s, each.seen.last_s);
    }
}

ClientSamples::Outcome& ClientSamples::outcome(std::uint32_t request, const Exchange& exchange)
{
  auto& known = grown_to(outcomes_, request, tables_.requests.size());
  for (Outcome& each : known)
    if (each.seen.status == exchange.status && each.seen.error == exchange.error &&
        each.seen.reason == exchange.reason && each.seen.endpoint == exchange.endpoint)
      return each;
  const RequestTags& tags = tables_.requests[request];
  const bool failed = not tags.expected.empty() && not is_expected(tags, exchange.status);
  return known.emplace_back(Outcome{metrics_.tags().intern(tags_of_request(tags, exchange)),
                                    failed,
                                    {exchange.endpoint, exchange.status, exchange.error, exchange.reason}});
}

TagSet ClientSamples::tags_of_request(const RequestTags& request, const Exchange& exchange) const
{
  auto tags = with(options_.tags, request.tags);
  const auto set = [&](std::string_view name, std::string_view value) {
    if (options_.system_tags.has(name))
      tags.set(name, value);
  };
  set("group", options_.group_prefix + request.group);
  set("url", request.url);
  set("method", request.method);
  if (tags.find("name") == nullptr)
    set("name", request.name);
  if (not request.expected.empty())
    set("expected_response", is_expected(request, exchange.status) ? "true" : "false");
  set("status", fmt::format("{}", exchange.status));
  if (exchange.status != 0)
    set("proto", "HTTP/1.1");
  if (exchange.status >= first_error_status)
    set("error_code", fmt::format("{}", status_code_base + exchange.status));
  if (exchange.status == 0) {
    set("error_code", fmt::format("{}", static_cast<int>(exchange.error)));
    set("error", message_of(exchange.error));
  }
  return tags;
}

TagSetId ClientSamples::tags_in_group(TagSet tags, const std::string& group)
{
  if (options_.system_tags.has("group"))
    tags.set("group", options_.group_prefix + group);
  return metrics_.tags().intern(tags);
}

TagSetId ClientSamples::sample_tags(std::uint32_t samples)
{
  auto& known = grown_to(sample_tags_, samples, tables_.samples.size());
  if (not known) {
    const auto& [group, own] = tables_.samples[samples];
    group_of_path(checks_, options_.group_prefix + group); // shown also without checks
    known = tags_in_group(with(options_.tags, own), group);
  }
  return *known;
}

const ClientSamples::KnownCheck& ClientSamples::known_check(std::uint32_t check)
{
  auto& known = grown_to(checks_known_, check, tables_.checks.size());
  if (not known) {
    const auto& [name, group, own] = tables_.checks[check];
    const auto path = options_.group_prefix + group;
    const auto inside = group_of_path(checks_, path);
    auto tags = with(options_.tags, own);
    if (options_.system_tags.has("check"))
      tags.set("check", name);
    known = KnownCheck{checks_.check(inside, name), tags_in_group(std::move(tags), group)};
  }
  return *known;
}

} // namespace onsale::k6
