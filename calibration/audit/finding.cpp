#include "calibration/audit/finding.hpp"

#include <utility>

namespace onsale::calibration {

std::string_view to_string(Verdict verdict)
{
  switch (verdict) {
  case Verdict::not_applicable:
    return "not applicable";
  case Verdict::holds:
    return "holds";
  case Verdict::doubtful:
    return "doubtful";
  case Verdict::broken:
    return "broken";
  }
  return "";
}

Finding judged(bool condition, Verdict otherwise, std::string arithmetic, std::vector<FigureName> figures)
{
  return {condition ? Verdict::holds : otherwise, std::move(arithmetic), std::move(figures)};
}

} // namespace onsale::calibration
