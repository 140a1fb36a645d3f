#include "sim/study/promise.hpp"

#include "model/config/wording.hpp"
#include "sim/run/verdict/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace onsale::study {
namespace {

using Operator = k6::ThresholdExpression::Operator;

std::string trimmed(std::string part)
{
  part.erase(0, std::min(part.find_first_not_of(' '), part.size()));
  part.erase(part.find_last_not_of(' ') + 1);
  return part;
}

} // namespace

std::optional<k6::ThresholdConfig> parse_slo(const std::string& text, config::Faults& faults)
{
  const auto braces = text.find('}');
  const auto colon = text.find(':', braces == std::string::npos ? 0 : braces);
  if (colon == std::string::npos) {
    faults.add({"--slo"}, fmt::format("expected METRIC: EXPRESSION such as 'http_req_duration: p(95)<500', found {}",
                                      config::in_quotes(text)));
    return std::nullopt;
  }
  k6::ThresholdConfig slo{trimmed(text.substr(0, colon)), trimmed(text.substr(colon + 1)), false, 0};
  try {
    k6::parse_threshold(slo.expression);
  } catch (const std::invalid_argument& invalid) {
    faults.add({"--slo"}, fmt::format("{}: {}", slo.metric_key, invalid.what()));
    return std::nullopt;
  }
  return slo;
}

std::vector<Verdict> promises(const Observation& seen, double lost_at_most)
{
  auto all = seen.verdicts;
  if (lost_at_most >= 1)
    return all;
  for (const char* figure : {iterations_lost, requests_lost}) {
    const run::Figure* found = seen.find(figure);
    const double share = found != nullptr ? found->value : 0;
    const std::string name = figure;
    all.push_back(
        {name.substr(0, name.find(' ')), fmt::format("rate<{:g}", lost_at_most), share, share < lost_at_most});
  }
  return all;
}

double margin_of(const Verdict& verdict)
{
  const auto expression = k6::parse_threshold(verdict.expression);
  const double unit = expression.limit != 0 ? std::abs(expression.limit) : 1;
  const double distance = (expression.limit - verdict.observed) / unit;
  switch (expression.comparison) {
  case Operator::less:
  case Operator::less_or_equal:
    return std::max(distance, -1.0);
  case Operator::greater:
  case Operator::greater_or_equal:
    return std::max(-distance, -1.0);
  default:
    return verdict.ok ? 1 : -1;
  }
}

std::string in_words(const Verdict& verdict)
{
  const double limit = k6::parse_threshold(verdict.expression).limit;
  if (verdict.metric == "iterations_lost")
    return fmt::format("less than {:g} % of the iterations lost (dropped or cut off)", 100 * limit);
  if (verdict.metric == "requests_lost")
    return fmt::format("less than {:g} % of the requests lost (no answer or a server error)", 100 * limit);
  return run::promise_text(verdict.metric, verdict.expression);
}

} // namespace onsale::study
