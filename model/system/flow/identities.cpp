#include "model/system/flow/identities.hpp"

#include "model/system/flow/flow_reader.hpp"

#include <utility>

namespace onsale::system {

Identities read_identities(config::Object object)
{
  Identities identities;
  const auto names = register_names();
  for (const auto& entry :
       object.entries("`number`, `uuid`, or a pattern with `{}` for the number", {names.begin(), names.end()})) {
    const auto name = register_from_name(entry.key);
    if (not name)
      entry.value.fault("there is no register " + entry.key);
    const std::string form = entry.value.text();
    if (not name || form == "number")
      continue;
    const auto number = static_cast<std::uint8_t>(*name);
    auto read =
        form == "uuid" ? http::IdentityForm::uuid(std::uint64_t{number} + 1) : http::IdentityForm::pattern(form);
    if (not read) {
      entry.value.fault("expected number, uuid or a pattern with one {}, such as \"R-{}\"");
      continue;
    }
    identities.of[number] = static_cast<std::uint8_t>(identities.forms.size());
    identities.forms.push_back(*std::move(read));
  }
  return identities;
}

} // namespace onsale::system
