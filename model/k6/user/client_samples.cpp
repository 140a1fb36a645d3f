#include "model/k6/user/client_samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace onsale::k6 {
namespace {

constexpr double ms_per_s = 1000;
constexpr int first_error_status = 400;
constexpr int status_code_base = 1000; // k6's error_code of an HTTP error is 1000 + status

bool never_connected(NetworkError error)
{
  return error == NetworkError::dial_timeout || error == NetworkError::connection_refused;
}

/// http_req_failed and expected_response, by k6's default rule.
bool is_expected(int status)
{
  return status >= 200 && status < first_error_status;
}

HttpSample sample_of(double time_s, double timeout_s, const Exchange& exchange)
{
  HttpSample sample;
  sample.end_s = time_s;
  sample.failed = not is_expected(exchange.status);
  if (never_connected(exchange.error))
    return sample;
  if (exchange.error == NetworkError::request_timeout) {
    sample.waiting_ms = timeout_s * ms_per_s;
    return sample;
  }
  const auto& phases = exchange.phases;
  sample.blocked_ms = phases.blocked_s * ms_per_s;
  sample.connecting_ms = phases.connecting_s * ms_per_s;
  sample.sending_ms = phases.sending_s * ms_per_s;
  sample.waiting_ms = phases.waiting_s * ms_per_s;
  sample.receiving_ms = phases.receiving_s * ms_per_s;
  return sample;
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

ClientSamples::ClientSamples(Metrics& metrics, Checks& checks, const JourneyNames& names,
                             const std::vector<RequestSpec>& requests, Options options)
    : metrics_(metrics), checks_(checks), names_(names), requests_(requests), options_(std::move(options)),
      scenario_tags_(metrics.tags().intern(options_.tags)), outcomes_(requests.size()),
      group_tags_(names.groups.size()), check_tags_(names.groups.size() * names.checks.size())
{
}

void ClientSamples::request(double time_s, std::uint32_t request, const Exchange& exchange)
{
  Outcome& outcome = this->outcome(request, exchange);
  metrics_.add_http(sample_of(time_s, requests_[request].timeout_s, exchange), outcome.tags);
  if (outcome.expected)
    return;
  if (outcome.seen.count++ == 0)
    outcome.seen.first_s = time_s;
  outcome.seen.last_s = time_s;
}

void ClientSamples::check(double time_s, NameId group, NameId check, bool passed)
{
  const auto& known = check_tags(group, check);
  checks_.record(known.check, passed);
  metrics_.add(MetricId::checks, known.tags, time_s, passed ? 1 : 0);
}

void ClientSamples::add(double time_s, NameId group, NameId metric, double value)
{
  metrics_.add(options_.metrics[metric], group_tags(group), time_s, value);
}

void ClientSamples::group(double time_s, NameId group, double duration_s)
{
  metrics_.add(MetricId::group_duration, group_tags(group), time_s, duration_s * ms_per_s);
}

void ClientSamples::transferred(double time_s, std::uint64_t bytes_sent, std::uint64_t bytes_received)
{
  const auto tags = group_tags(0);
  metrics_.add(MetricId::data_sent, tags, time_s, static_cast<double>(bytes_sent));
  metrics_.add(MetricId::data_received, tags, time_s, static_cast<double>(bytes_received));
}

void ClientSamples::iteration(double time_s, double duration_s)
{
  const auto tags = group_tags(0);
  metrics_.add(MetricId::iteration_duration, tags, time_s, duration_s * ms_per_s);
  metrics_.add(MetricId::iterations, tags, time_s, 1);
}

void ClientSamples::dropped(double time_s, std::uint64_t iterations)
{
  metrics_.add(MetricId::dropped_iterations, scenario_tags_, time_s, static_cast<double>(iterations));
}

void ClientSamples::add_failed(std::vector<FailedRequests>& all) const
{
  for (const auto& of_request : outcomes_)
    for (const Outcome& each : of_request) {
      if (each.expected)
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
  const auto& spec = requests_[request];
  auto& known = outcomes_[request];
  for (Outcome& each : known)
    if (each.seen.status == exchange.status && each.seen.error == exchange.error && each.seen.reason == exchange.reason)
      return each;
  return known.emplace_back(Outcome{metrics_.tags().intern(tags_of_request(spec, exchange)),
                                    is_expected(exchange.status),
                                    {spec.endpoint, exchange.status, exchange.error, exchange.reason}});
}

TagSet ClientSamples::tags_of_request(const RequestSpec& request, const Exchange& exchange) const
{
  const auto& name = names_.requests[request.name];
  auto tags = options_.tags;
  tags.set("group", group_path(request.group)).set("name", name).set("url", name);
  tags.set("method", request.endpoint < options_.methods.size() ? options_.methods[request.endpoint] : "GET");
  tags.set("expected_response", is_expected(exchange.status) ? "true" : "false");
  tags.set("status", fmt::format("{}", exchange.status));
  if (exchange.status != 0)
    tags.set("proto", "HTTP/1.1");
  if (exchange.status >= first_error_status)
    tags.set("error_code", fmt::format("{}", status_code_base + exchange.status));
  if (exchange.status == 0)
    tags.set("error_code", fmt::format("{}", static_cast<int>(exchange.error)))
        .set("error", message_of(exchange.error));
  return tags;
}

TagSetId ClientSamples::group_tags(NameId group)
{
  auto& known = group_tags_[group];
  if (not known) {
    auto tags = options_.tags;
    known = metrics_.tags().intern(tags.set("group", group_path(group)));
  }
  return *known;
}

const ClientSamples::CheckTags& ClientSamples::check_tags(NameId group, NameId check)
{
  auto& known = check_tags_[group * names_.checks.size() + check];
  if (not known) {
    const auto& name = names_.checks[check];
    auto tags = options_.tags;
    tags.set("group", group_path(group)).set("check", name);
    const auto inside = group_of_path(checks_, group_path(group));
    known = CheckTags{checks_.check(inside, name), metrics_.tags().intern(tags)};
  }
  return *known;
}

} // namespace onsale::k6
