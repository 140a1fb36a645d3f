#include "sim/interop/format.hpp"

#include <algorithm>

namespace onsale::interop {

const Shape* Shape::find(std::string_view key) const
{
  const auto found = std::ranges::find(keys, key, &Key::name);
  return found == keys.end() ? own.get() : found->value.get();
}

Shape& Shape::at_key(std::string_view key)
{
  return *std::ranges::find(keys, key, &Key::name)->value;
}

const Shape& Format::resolved(const Shape& shape) const
{
  return shape.name.empty() ? shape : *std::ranges::find(named, shape.name, &Shape::Key::name)->value;
}

Shape& Format::resolved(Shape& shape)
{
  return shape.name.empty() ? shape : *std::ranges::find(named, shape.name, &Shape::Key::name)->value;
}

} // namespace onsale::interop
