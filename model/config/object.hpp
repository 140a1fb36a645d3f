#pragma once

#include "model/config/document.hpp"
#include "model/config/value.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// A key of a map with its place, and the value.
struct ObjectEntry {
  std::string key;
  Place place; ///< of the key
  Value value;
};

/// Reads a map key by key and remembers which keys were asked for, so that the others can be refused:
///
///   auto host = scenario.object("host");
///   const auto cores = host.integer("cores", {.says = "physical cores", .minimum = 1, .default_value = 6});
///   const auto cpu = host.duration("cpu", {.above = 0s});  // no default: required
///   host.finish();
///
/// Whatever is wrong becomes a fault, and a default or zero is returned. The document and the faults must outlive it.
/// A missing or empty map reads as one without keys, so that its required keys are then reported one by one.
class Object {
public:
  Object(const Node& node, std::string path, Faults& faults);

  /// The top of a document. When a part of it could not be read, missing keys are not reported.
  Object(const Document& document, Faults& faults);

  Object(const Object&) = delete; // two copies would each know half of what was asked
  Object& operator=(const Object&) = delete;
  Object(Object&&) = default;
  Object& operator=(Object&&) = default;

  double number(std::string_view key, const Rule<double>& rule = {});
  std::int64_t integer(std::string_view key, const Rule<std::int64_t>& rule = {});
  double ratio(std::string_view key, const Rule<double>& rule = {});
  Duration duration(std::string_view key, const Rule<Duration>& rule = {});
  std::int64_t bytes(std::string_view key, const Rule<std::int64_t>& rule = {});
  double rate_per_s(std::string_view key, const Rule<double>& rule = {});
  bool boolean(std::string_view key, const BooleanRule& rule = {});
  std::string text(std::string_view key, const TextRule& rule = {});

  template <class E>
  E one_of(std::string_view key, std::string_view says, std::initializer_list<Choice<E>> choices,
           std::optional<E> default_value = {});

  std::vector<Value> list(std::string_view key, const ListRule& rule = {});
  /// @param says  what it is for, as in a rule
  Object object(std::string_view key, std::string_view says = {});

  /// The untyped value, nothing if the key is absent: for keys that may be absent, or that take several forms.
  std::optional<Value> value(std::string_view key, std::string_view says = {});
  bool has(std::string_view key, std::string_view says = {}) { return value(key, says).has_value(); }

  /// All keys in the order of the file, for maps whose keys are the user's own names.
  /// @param says   what the value of each is for
  /// @param names  all that there may be, for the schema: the reader refuses others itself; none: any
  std::vector<ObjectEntry> entries(std::string_view says = {}, const std::vector<std::string>& names = {});

  /// For maps that say what they are by their key (`- cpu: 2ms`): the one of these keys that is present. None or
  /// several are a fault, and then the result is the first that is present or empty.
  /// @param keys  each with what its value is for
  std::string exactly_one_of(std::span<const Choice<std::string_view>> keys);
  std::string exactly_one_of(std::initializer_list<Choice<std::string_view>> keys)
  {
    return exactly_one_of(std::span(keys.begin(), keys.size()));
  }

  /// Adds a fault for every key that nobody asked for, with the nearest one that was.
  void finish();
  /// The same as texts, for readers that only warn: `unknown key "fob", did you mean "foo"?`.
  std::vector<std::string> unknown_keys() const;

  /// Adds a fault about the map, or about one of its keys: `place: path.key: message`.
  void fault(std::string_view message) const;
  void fault(std::string_view key, std::string_view message) const;

  /// Of the map; for an absent one, of the map it is missing from.
  const Place& place() const { return place_; }
  const std::string& path() const { return path_; }

private:
  /// The common path of all getters: the value if the key is there, else the default, else a fault.
  template <class T, class R>
  T read(std::string_view key, const R& rule, T (Value::*get)(const R&) const, std::string_view what);
  void missing(std::string_view key, std::string_view what);
  void note(Question::Kind kind, std::vector<std::string> words, std::string_view says = {}) const;
  /// What a reader would ask of the value of an absent key, for who listens to questions.
  template <class Ask> void note_absent(std::string_view key, bool is_required, const Ask& ask) const;
  std::string path_of(std::string_view key) const;
  static const Node& nothing();

  const Node* node_;
  std::string path_;
  Place place_;
  Faults* faults_;
  std::vector<std::string> asked_;
  bool knows_all_ = true; // false: what is missing may be unread, so it is not reported
};

template <class Ask> void Object::note_absent(std::string_view key, bool is_required, const Ask& ask) const
{
  if (faults_->questions() == nullptr)
    return;
  if (is_required)
    note(Question::Kind::required, {std::string(key)});
  Faults unheard;
  unheard.listen(*faults_->questions());
  ask(Value(nothing(), path_of(key), unheard));
}

template <class E>
E Object::one_of(std::string_view key, std::string_view says, std::initializer_list<Choice<E>> choices,
                 std::optional<E> default_value)
{
  if (const auto found = value(key, says))
    return found->one_of<E>(choices, default_value);
  note_absent(key, not default_value, [&](const Value& value) { value.one_of<E>(choices, default_value); });
  std::string names;
  for (const auto& choice : choices)
    names += (names.empty() ? "" : ", ") + std::string(choice.first);
  if (not default_value)
    missing(key, "one of " + names);
  return default_value.value_or(choices.begin()->second);
}

} // namespace onsale::config
