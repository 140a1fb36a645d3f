#include "model/system/resource.hpp"

namespace onsale::system {

std::string Resource::name() const
{
  return instance == 1 ? id : id + " " + std::to_string(instance);
}

std::string_view Resource::setting() const
{
  return kind == Kind::held && not wider.empty() ? std::string_view(wider.front().path) : std::string_view();
}

std::string_view to_string(Resource::Kind kind)
{
  switch (kind) {
  case Resource::Kind::works:
    return "works";
  case Resource::Kind::held:
    return "held";
  case Resource::Kind::lock:
    return "lock";
  }
  return "";
}

} // namespace onsale::system
