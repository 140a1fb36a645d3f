# onsale_room(name folder [WITHOUT subfolders...] USES targets...): every .cpp of the folder (and its subfolders, but for those
# that are rooms of their own) becomes one library. Includes are written from the top of the tree:
# #include "sim/engine/simulation.hpp".
function(onsale_room name folder)
  cmake_parse_arguments(room "" "" "USES;WITHOUT" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  foreach(other IN LISTS room_WITHOUT)
    list(FILTER sources EXCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${folder}/${other}/")
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${room_USES} PRIVATE onsale_warnings)
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${room_USES})
  endif()
endfunction()
