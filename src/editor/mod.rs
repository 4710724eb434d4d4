//! One request, many faces: the texts in which people write a request, besides its JSON.
//!
//! Owns the AWS CLI's command both ways, and the request as code of the SDKs. What a parameter is
//! called and which JSON it takes comes from the api's own shapes, so that no second list of
//! parameters has to be kept. Refuses to judge values: what can be sent goes out, and the service
//! answers.

pub mod cli;
pub mod code;
