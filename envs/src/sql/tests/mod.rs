mod golden;
mod instances;
mod rules;
