#include "model/system/flow/scan.hpp"

#include "model/config/enum_names.hpp"
#include "sim/engine/time.hpp"

namespace onsale::system {

Scan read_scan(const FlowReader& reader, const config::Value& value, const ScanWords& words,
               std::optional<config::Object>& object)
{
  Scan scan;
  if (not value.is_map() || value.object().has("mean")) {
    scan.cpu = reader.time(value);
    return scan;
  }
  object.emplace(value.object());
  scan.cpu = reader.time(*object, "cpu", words.cpu);
  if (not object->has("scan", words.table))
    return scan;
  const std::string name = object->text("scan", {.choices = config::enum_names(booking::Table::waiting_tokens)});
  scan.table = booking::table_from_name(name);
  if (not scan.table)
    object->fault("scan", "there is no table called " + name +
                              ": users, concerts, events, seats, holds, reservations, payments, "
                              "balance_history, tokens, waiting_tokens");
  scan.s_per_row = engine::in_seconds(object->duration("per-row", {.says = words.per_row}));
  return scan;
}

} // namespace onsale::system
