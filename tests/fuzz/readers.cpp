#include "tests/fuzz/readers.hpp"

#include "calibration/audit/audit.hpp"
#include "calibration/audit/report.hpp"
#include "calibration/k6/json_text.hpp"
#include "calibration/k6/k6_options.hpp"
#include "calibration/k6/reader.hpp"
#include "calibration/k6/samples_reader.hpp"
#include "calibration/k6/summary_text_reader.hpp"
#include "calibration/k6/usage_reader.hpp"
#include "model/config/faults.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace onsale::fuzz {
namespace {

using namespace calibration;

/// What can be read can be audited and reported.
void judge(const K6Result& result)
{
  const Audit audited = audit(result);
  audit_table(audited, true);
  audit_json({audited});
}

void summary_text(std::string_view bytes)
{
  Input input("input", bytes);
  judge(read_summary_text(input));
}

/// Export, handleSummary data, machine-readable summary and published result: told apart by their keys.
void summary_json(std::string_view bytes)
{
  Input input("input", bytes);
  judge(read_k6_result(input));
}

void samples_csv(std::string_view bytes)
{
  Input input("input", bytes);
  judge(read_samples_csv(input));
}

void samples_json(std::string_view bytes)
{
  Input input("input", bytes);
  judge(read_samples_json(input));
}

void usage(std::string_view bytes)
{
  Input input("input", bytes);
  const UsageSeries series = read_usage(input);
  for (const auto& column : series.columns)
    static_cast<void>(series.mean(column, series.time_s.front(), series.time_s.back()));
}

void k6_options(std::string_view bytes)
{
  read_k6_options(parse_json(bytes, "input"), "input");
}

constexpr std::array all_readers = {Reader{"summary_text", summary_text},
                                    Reader{"summary_json", summary_json},
                                    Reader{"samples_csv", samples_csv},
                                    Reader{"samples_json", samples_json},
                                    Reader{"usage", usage},
                                    Reader{"k6_options", k6_options}};

} // namespace

std::span<const Reader> readers()
{
  return all_readers;
}

bool takes(const Reader& reader, std::string_view bytes)
{
  try {
    reader.read(bytes);
    return true;
  } catch (const config::InvalidInput&) {
    return false;
  }
}

} // namespace onsale::fuzz
