#include "sim/interop/exploration.hpp"

#include "sim/interop/probes.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace onsale::interop {
namespace {

using config::Node;
using config::Question;
using Kind = Question::Kind;

void say(Shape& shape, const std::string& says)
{
  if (not says.empty() and std::ranges::find(shape.says, says) == shape.says.end())
    shape.says.push_back(says);
}

/// Keeps what all have in common.
void merge(std::string& known, const std::string& other)
{
  if (known != other)
    known = varies;
}

class Explorer {
public:
  Format explore(const Read& read)
  {
    format_.top.is_map = format_.top.is_tried = true; // a document is a map
    while (round(read)) {
    }
    return std::move(format_);
  }

private:
  /// What a question is about: a shape, and what stood there in the document that was read.
  struct Place {
    Shape* shape = nullptr;
    const Node* node = nullptr;
  };

  /// @return whether there is more to find out
  bool round(const Read& read)
  {
    changed_.clear();
    made_.clear();
    for (const Node& document : Probes(format_).of(format_.top))
      read_one(read, document);
    settle(format_.top);
    for (const Shape::Key& each : format_.named)
      settle(*each.value);
    // Whatever has an unsettled part is unsettled too; shapes may contain themselves.
    for (bool is_stable = false; not is_stable;) {
      is_stable = not unsettle(format_.top);
      for (const Shape::Key& each : format_.named)
        is_stable = not unsettle(*each.value) and is_stable;
    }
    return not format_.top.is_settled;
  }

  static std::vector<Shape*> parts(Shape& shape)
  {
    std::vector<Shape*> parts;
    parts.reserve(shape.keys.size() + 2);
    for (const Shape::Key& key : shape.keys)
      parts.push_back(key.value.get());
    for (Shape* const part : {shape.element.get(), shape.own.get()})
      if (part != nullptr)
        parts.push_back(part);
    return parts;
  }

  void settle(Shape& shape)
  {
    shape.is_settled = not changed_.contains(&shape);
    shape.is_tried = shape.is_tried or not made_.contains(&shape);
    for (Shape* const part : parts(shape))
      settle(*part);
  }

  /// @return whether any shape lost its peace
  bool unsettle(Shape& shape)
  {
    const bool was_settled = shape.is_settled;
    bool is_lost = false;
    for (Shape* const part : parts(shape)) {
      is_lost = unsettle(*part) or is_lost;
      shape.is_settled = shape.is_settled and part->is_settled and format_.resolved(*part).is_settled;
    }
    return is_lost or shape.is_settled != was_settled;
  }

  /// A part that a shape is found to have.
  std::unique_ptr<Shape> made(const Shape& owner)
  {
    auto part = std::make_unique<Shape>();
    changed_.insert(&owner);
    changed_.insert(part.get());
    made_.insert(part.get());
    return part;
  }

  void read_one(const Read& read, const Node& root)
  {
    config::Document document;
    document.root = root;
    std::vector<Question> questions;
    config::Faults faults;
    faults.listen(questions);
    read(document, faults);
    places_.clear();
    visits_.clear();
    places_[""] = {&format_.top, &root};
    for (const Question& question : questions)
      take(question);
    for (const auto& [path, missed] : visits_)
      take_visit(places_.at(path), missed);
  }

  void take(const Question& question)
  {
    const auto found = places_.find(question.path);
    if (found == places_.end())
      throw std::logic_error("nobody asked for " + question.path + " before reading it");
    if (question.kind == Kind::shape)
      return name(*found->second.shape, question.words.front(), question.says);
    const Place place{&format_.resolved(*found->second.shape), found->second.node};
    switch (question.kind) {
    case Kind::map:
      if (not std::exchange(place.shape->is_map, true))
        changed_.insert(place.shape);
      visits_[question.path];
      return;
    case Kind::key:
      visits_[question.path];
      return take_key(question, place);
    case Kind::required:
      visits_[question.path].insert(question.words.front());
      return;
    case Kind::one_key:
      return take_group(*place.shape, question.words);
    case Kind::own_keys:
      return take_own_keys(question, place);
    case Kind::list:
      return take_list(question, place);
    default:
      return take_scalar(*place.shape, question);
    }
  }

  void name(Shape& shape, const std::string& name, const std::string& says)
  {
    if (not shape.name.empty())
      return; // the first name stays, of the outermost of readers that hand a value on
    auto said = std::move(shape.says);
    shape = {};
    shape.name = name;
    shape.says = std::move(said);
    changed_.insert(&shape);
    if (std::ranges::find(format_.named, name, &Shape::Key::name) == format_.named.end())
      format_.named.push_back({name, made(shape)});
    say(format_.resolved(shape), says);
  }

  void take_key(const Question& question, const Place& place)
  {
    const std::string& key = question.words.front();
    if (std::ranges::find(place.shape->keys, key, &Shape::Key::name) == place.shape->keys.end())
      place.shape->keys.push_back({key, made(*place.shape)});
    say(place.shape->at_key(key), question.says);
    bind(question.path.empty() ? key : question.path + "." + key, place.shape->at_key(key),
         place.node == nullptr ? nullptr : place.node->find(key));
  }

  void take_group(Shape& shape, const std::vector<std::string>& keys)
  {
    if (std::ranges::find(shape.one_of, keys) == shape.one_of.end()) {
      shape.one_of.push_back(keys);
      changed_.insert(&shape);
    }
  }

  void take_own_keys(const Question& question, const Place& place)
  {
    place.shape->is_map = true;
    if (place.shape->own == nullptr) {
      place.shape->own = made(*place.shape);
      place.shape->own_names = question.words;
    }
    say(*place.shape->own, question.says);
    if (place.node != nullptr)
      for (const auto& entry : place.node->entries)
        bind(question.path.empty() ? entry.key : question.path + "." + entry.key, *place.shape->own, &entry.value);
  }

  void take_list(const Question& question, const Place& place)
  {
    place.shape->is_list = true;
    if (place.shape->element == nullptr) {
      place.shape->element = made(*place.shape);
      place.shape->least_elements = std::stoul(question.limits.minimum);
    }
    if (place.node != nullptr)
      for (std::size_t i = 0; i < place.node->items.size(); ++i)
        bind(question.path + "[" + std::to_string(i) + "]", *place.shape->element, &place.node->items[i]);
  }

  void take_scalar(Shape& shape, const Question& question)
  {
    const auto known = std::ranges::find(shape.scalars, question.kind, &Scalar::kind);
    if (known == shape.scalars.end()) {
      shape.scalars.push_back({question.kind, question.words, question.limits});
      changed_.insert(&shape);
      return;
    }
    for (const std::string& word : question.words)
      if (std::ranges::find(known->words, word) == known->words.end()) {
        known->words.push_back(word);
        changed_.insert(&shape);
      }
    merge(known->limits.minimum, question.limits.minimum);
    merge(known->limits.above, question.limits.above);
    merge(known->limits.maximum, question.limits.maximum);
    merge(known->limits.default_value, question.limits.default_value);
    merge(known->limits.default_unit, question.limits.default_unit);
  }

  /// A key is required if it was missed each time that it was asked for and not there.
  void take_visit(const Place& place, const std::set<std::string>& missed)
  {
    Shape& shape = format_.resolved(*place.shape);
    for (const Shape::Key& key : shape.keys) {
      if (place.node != nullptr and place.node->find(key.name) != nullptr)
        continue;
      if (missed.contains(key.name))
        shape.required.insert(key.name);
      else
        shape.optional.insert(key.name);
    }
  }

  void bind(const std::string& path, Shape& shape, const Node* node) { places_[path] = {&shape, node}; }

  Format format_;
  std::set<const Shape*> changed_;                      // in this round
  std::set<const Shape*> made_;                         // in this round
  std::unordered_map<std::string, Place> places_;       // of the document that was read last
  std::map<std::string, std::set<std::string>> visits_; // of its maps that were read: required keys that were absent
};

} // namespace

Format explore(const Read& read)
{
  return Explorer().explore(read);
}

} // namespace onsale::interop
