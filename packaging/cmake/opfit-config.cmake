# find_package(opfit) gives two targets for `#include "opfit/opfit.h"`:
#
#   opfit::opfit         the shared library
#   opfit::opfit_static  the static one, with the C++ runtime it needs
#
# Nothing here depends on where the folder lies.

if(TARGET opfit::opfit)
  return()
endif()

get_filename_component(_opfit_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

add_library(opfit::opfit SHARED IMPORTED)
set_target_properties(opfit::opfit PROPERTIES
  IMPORTED_LOCATION "${_opfit_prefix}/lib/libopfit.so.0"
  IMPORTED_SONAME libopfit.so.0
  INTERFACE_INCLUDE_DIRECTORIES "${_opfit_prefix}/include")

add_library(opfit::opfit_static STATIC IMPORTED)
set_target_properties(opfit::opfit_static PROPERTIES
  IMPORTED_LOCATION "${_opfit_prefix}/lib/libopfit.a"
  INTERFACE_INCLUDE_DIRECTORIES "${_opfit_prefix}/include"
  INTERFACE_LINK_LIBRARIES "stdc++;m;-pthread")

unset(_opfit_prefix)
