#include "model/javascript/api/natives.hpp"
#include "model/javascript/engine/value.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/provider.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace onsale::javascript {
namespace {

/// MD4 and RIPEMD-160 are where OpenSSL keeps what nobody should use any more.
const EVP_MD* algorithm_of(const std::string& name)
{
  static const bool has_legacy =
      OSSL_PROVIDER_load(nullptr, "default") != nullptr && OSSL_PROVIDER_load(nullptr, "legacy") != nullptr;
  static_cast<void>(has_legacy);
  if (name == "sha512_224")
    return EVP_sha512_224();
  if (name == "sha512_256")
    return EVP_sha512_256();
  return EVP_get_digestbyname(name.c_str());
}

std::optional<std::span<const std::uint8_t>> bytes_of(JSContext* context, JSValueConst buffer)
{
  std::size_t size = 0;
  const std::uint8_t* const begin = JS_GetArrayBuffer(context, &size, buffer);
  if (begin == nullptr && size == 0 && JS_IsObject(buffer) == 0)
    return std::nullopt;
  return std::span(begin, size);
}

/// (algorithm, data, key) => ArrayBuffer. With a key it is the HMAC.
JSValue digest(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  const EVP_MD* const algorithm = algorithm_of(Value::copy(context, arguments[0]).text());
  const auto data = bytes_of(context, arguments[1]);
  if (algorithm == nullptr || not data)
    return JS_ThrowTypeError(context, "this OpenSSL has no such algorithm");
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> result{};
  unsigned size = 0;
  bool good = false;
  if (JS_IsUndefined(arguments[2])) {
    good = EVP_Digest(data->data(), data->size(), result.data(), &size, algorithm, nullptr) == 1;
  } else {
    const auto key = bytes_of(context, arguments[2]);
    good = key && HMAC(algorithm, key->data(), static_cast<int>(key->size()), data->data(), data->size(), result.data(),
                       &size) != nullptr;
  }
  if (not good)
    return JS_ThrowTypeError(context, "this OpenSSL has no such algorithm");
  return JS_NewArrayBufferCopy(context, result.data(), size);
}

constexpr Native of_digest[] = {{"digest", 3, digest}};

} // namespace

constinit const std::span<const Native> digest_natives(of_digest);

} // namespace onsale::javascript
