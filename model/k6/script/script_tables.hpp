/// What scripts name in their actions, interned to small numbers: requests, checks, samples. The tables grow while a
/// test runs, as a script may make requests under names that nobody knew before.
#pragma once

#include "model/k6/metric/metrics_sink.hpp"
#include "model/k6/metric/tags.hpp"

#include <boost/container_hash/hash.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace onsale::k6 {

/// Equal items have equal numbers: 0, 1, 2.. in order of first appearance. An item stays where it is.
template <class Item> class InternTable {
public:
  std::uint32_t intern(Item item)
  {
    const auto hash = hash_value(item);
    for (auto [each, last] = numbers_.equal_range(hash); each != last; ++each)
      if (items_[each->second] == item)
        return each->second;
    const auto number = static_cast<std::uint32_t>(items_.size());
    numbers_.emplace(hash, number);
    items_.push_back(std::move(item));
    return number;
  }
  const Item& operator[](std::uint32_t number) const { return items_[number]; }
  std::size_t size() const { return items_.size(); }

private:
  std::deque<Item> items_;
  std::unordered_multimap<std::size_t, std::uint32_t> numbers_; // by hash
};

/// Statuses that are expected: k6's http.expectedStatuses.
struct StatusRange {
  int low = 200;
  int high = 399;

  friend bool operator==(const StatusRange&, const StatusRange&) = default;
};

/// What is the same in all requests of one kind.
struct RequestTags {
  std::string method = "GET";
  std::string url;
  std::string name;
  std::string group; ///< path, `::checkout::pay`; empty at the root
  TagSet tags;       ///< of the request's own
  /// What http_req_failed and expected_response go by; empty: neither is there (`responseCallback: null`).
  std::vector<StatusRange> expected{StatusRange{}};

  friend bool operator==(const RequestTags&, const RequestTags&) = default;
  friend std::size_t hash_value(const RequestTags& request)
  {
    auto hash = hash_value(request.tags);
    boost::hash_combine(hash, request.method);
    boost::hash_combine(hash, request.url);
    boost::hash_combine(hash, request.name);
    boost::hash_combine(hash, request.group);
    return hash;
  }
};

struct CheckTags {
  std::string name;
  std::string group;
  TagSet tags; ///< of the check's own

  friend bool operator==(const CheckTags&, const CheckTags&) = default;
  friend std::size_t hash_value(const CheckTags& check)
  {
    auto hash = hash_value(check.tags);
    boost::hash_combine(hash, check.name);
    boost::hash_combine(hash, check.group);
    return hash;
  }
};

/// Of a sample of a metric of the script's own, and of group_duration.
struct SampleTags {
  std::string group;
  TagSet tags;

  friend bool operator==(const SampleTags&, const SampleTags&) = default;
  friend std::size_t hash_value(const SampleTags& sample)
  {
    auto hash = hash_value(sample.tags);
    boost::hash_combine(hash, sample.group);
    return hash;
  }
};

/// A metric that a k6 script creates: `new Rate("failed_requests")`.
struct CustomMetric {
  std::string name;
  MetricKind kind = MetricKind::counter;
  MetricContent content = MetricContent::number; ///< time: values are milliseconds
};

struct ScriptTables {
  InternTable<RequestTags> requests;
  InternTable<CheckTags> checks;
  InternTable<SampleTags> samples;
  std::vector<CustomMetric> metrics; ///< complete before the test begins, as in k6
};

} // namespace onsale::k6
